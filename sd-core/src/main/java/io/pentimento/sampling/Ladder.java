package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/**
 * The noise levels that one run steps down, the timesteps at which the network is called on them,
 * and the latent the run starts from.
 */
public final class Ladder {
  private final NoiseLevels levels;
  private final double[] sigmas;
  private final double[] arrivals;
  private final double[] timesteps;
  private final StartMix start;
  private final Path path;
  private final int plannedSteps;

  /**
   * The levels between which noise follows one path.
   *
   * @param smallest the smallest level above 0
   * @param largest the largest level
   */
  private record Path(double smallest, double largest) {
    static Path of(double... sigmas) {
      double[] positive = Arrays.stream(sigmas).filter(sigma -> sigma > 0).sorted().toArray();
      return positive.length == 0
          ? new Path(0, 0)
          : new Path(positive[0], positive[positive.length - 1]);
    }
  }

  /**
   * How the first latent is mixed.
   *
   * @param noiseAlone the factor of the noise where there is no source
   * @param noise the factor of the noise beside a source
   * @param source the factor of the source
   */
  record StartMix(double noiseAlone, double noise, double source) {
    /** The latent is clean latent + sigma × noise. */
    static StartMix adding(double sigma) {
      return new StartMix(sigma, sigma, 1);
    }

    /** The latent has constant variance. */
    static StartMix preserving(double sigma) {
      double norm = Math.sqrt(1 + sigma * sigma);
      return new StartMix(1, sigma / norm, 1 / norm);
    }

    /** Returns this mix with another factor for noise without a source. */
    StartMix withNoiseAlone(double factor) {
      return new StartMix(factor, noise, source);
    }

    /**
     * Returns this mix with the noise beside a source changed as a request asks. The extra noise is
     * scaled as the source is, which in a latent of constant variance has shrunk.
     */
    StartMix withSourceNoise(SourceNoise asked) {
      double factor = asked.multiplier() * (noise + asked.extra() * source);
      return new StartMix(noiseAlone, factor, source);
    }
  }

  /**
   * A ladder of levels that follow each other.
   *
   * @param sigmas the levels, one more than steps
   * @param timesteps where the network is called, one for each step
   */
  Ladder(NoiseLevels levels, double[] sigmas, double[] timesteps, StartMix start) {
    this(levels, sigmas, Arrays.copyOfRange(sigmas, 1, sigmas.length), timesteps, start);
  }

  /**
   * A ladder whose steps may arrive beside the level where the next one begins.
   *
   * @param arrivals where each step ends
   */
  Ladder(
      NoiseLevels levels, double[] sigmas, double[] arrivals, double[] timesteps, StartMix start) {
    this(levels, sigmas, arrivals, timesteps, start, Path.of(sigmas), timesteps.length);
  }

  private Ladder(
      NoiseLevels levels,
      double[] sigmas,
      double[] arrivals,
      double[] timesteps,
      StartMix start,
      Path path,
      int plannedSteps) {
    this.levels = levels;
    this.sigmas = sigmas.clone();
    this.arrivals = arrivals.clone();
    this.timesteps = timesteps.clone();
    this.start = start;
    this.path = path;
    this.plannedSteps = plannedSteps;
  }

  /**
   * Returns this ladder with the noise path of a longer one, of which it is the lower part: a
   * picture that is made from a source then follows the path it was first made on.
   */
  Ladder withPathOf(double[] longer) {
    return new Ladder(levels, sigmas, arrivals, timesteps, start, Path.of(longer), plannedSteps);
  }

  /** Plans a run that starts from noise alone. */
  public static Ladder fromNoise(Sampling sampling, SchedulerSettings settings) {
    Ladder ladder =
        switch (sampling.conventions()) {
          case WEBUI ->
              new WebuiLadder(sampling, settings.levels())
                  .fromNoise(sampling.steps())
                  .withPlannedSteps(sampling.steps());
          case DIFFUSERS -> new DiffusersLadder(sampling, settings, sampling.steps()).fromNoise();
        };
    boolean adding = sampling.sampler().family() == Sampler.Family.SIGMA;
    if (adding && sampling.sourceNoise().fullVariance()) {
      double sigma = ladder.sigma(0);
      return ladder.withStart(ladder.start.withNoiseAlone(Math.sqrt(1 + sigma * sigma)));
    }
    return ladder;
  }

  /**
   * Plans a run that starts from a source with noise added. Both programs then skip the first
   * steps, the more the lower the strength; even at strength 0 one step is taken, except by DDIM in
   * the WebUI's way. Where {@link SourceNoise#exactSteps()} is asked, as many steps are taken as
   * {@link Sampling#steps()} says, out of more; at strength 0 none. The second pass of a hires fix
   * is such a run, of its own number of steps and with a {@link SourceNoise#multiplier()} of 1.
   *
   * @param denoisingStrength how much of the source is replaced, in [0, 1]
   * @throws IllegalArgumentException if the strength is outside, or too small for exact steps
   */
  public static Ladder fromSource(
      Sampling sampling, SchedulerSettings settings, double denoisingStrength) {
    if (!(denoisingStrength >= 0 && denoisingStrength <= 1)) {
      throw new IllegalArgumentException(
          "denoisingStrength must be in [0, 1], but got: " + denoisingStrength + ".");
    }
    if (denoisingStrength == 0 && sampling.sourceNoise().exactSteps()) {
      return new Ladder(settings.levels(), new double[1], new double[0], StartMix.adding(0));
    }
    Ladder ladder =
        switch (sampling.conventions()) {
          case WEBUI -> {
            SourceSteps steps = SourceSteps.of(sampling, denoisingStrength);
            yield new WebuiLadder(sampling, settings.levels())
                .fromSource(steps)
                .withPlannedSteps(steps.taken());
          }
          case DIFFUSERS -> DiffusersLadder.fromSource(sampling, settings, denoisingStrength);
        };
    return ladder.withStart(ladder.start.withSourceNoise(sampling.sourceNoise()));
  }

  private Ladder withStart(StartMix changed) {
    return new Ladder(levels, sigmas, arrivals, timesteps, changed, path, plannedSteps);
  }

  private Ladder withPlannedSteps(int planned) {
    return new Ladder(levels, sigmas, arrivals, timesteps, start, path, planned);
  }

  /** Returns how the first latent is mixed. */
  StartMix start() {
    return start;
  }

  /** Returns the number of steps; 0 where the WebUI's DDIM is asked for a single timestep. */
  public int count() {
    return timesteps.length;
  }

  /**
   * Returns how many steps were planned, of which {@link Guidance#skipEarly} is a share. Some of
   * the WebUI's timestep samplers take one or two less, and some schedules one more.
   */
  public int plannedSteps() {
    return plannedSteps;
  }

  /** Returns the noise levels, from large to small: one more than there are steps. */
  public List<Double> sigmas() {
    return Arrays.stream(sigmas).boxed().toList();
  }

  /** Returns the level at which a step begins. */
  public double sigma(int step) {
    return sigmas[step];
  }

  /**
   * Returns the level at which a step ends: in all but a few DDIM spacings of diffusers, where the
   * next begins.
   */
  public double nextSigma(int step) {
    return arrivals[step];
  }

  /**
   * Returns the smallest level above 0 of the noise path, see {@link Step#noise(double, double)}.
   */
  public double pathStart() {
    return path.smallest();
  }

  /** Returns the largest level of the noise path: of the whole schedule, also for a part of it. */
  public double pathEnd() {
    return path.largest();
  }

  /**
   * Returns the timesteps at which the network is called, one for each step, from large to small.
   */
  public List<Double> timesteps() {
    return Arrays.stream(timesteps).boxed().toList();
  }

  /**
   * Returns the timestep at which the network is called at a noise level, be it one of this ladder
   * or between.
   */
  public double timestep(double sigma) {
    for (int i = 0; i < timesteps.length; i++) {
      if (sigmas[i] == sigma) {
        return timesteps[i];
      }
    }
    return levels.timestepAt(sigma);
  }

  /**
   * Returns the latent of a run without a source.
   *
   * @param noise unit noise, {@code [batch, channels, height / f, width / f]}
   */
  public NDArray firstLatent(NDArray noise) {
    return noise.mul((float) start.noiseAlone());
  }

  /**
   * Returns the latent of a run that starts from a source.
   *
   * @param noise unit noise, {@code [batch, channels, height / f, width / f]}
   * @param source the clean latent, {@code [1 or batch, channels, height / f, width / f]}
   */
  public NDArray firstLatent(NDArray noise, NDArray source) {
    return noise.mul((float) start.noise()).add(source.mul((float) start.source()));
  }
}
