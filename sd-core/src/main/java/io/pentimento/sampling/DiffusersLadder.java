package io.pentimento.sampling;

import java.util.Arrays;

/** Levels and starts of diffusers' pipelines with the schedulers that its samplers are. */
final class DiffusersLadder {
  /** What stands for "no signal left" in the schedulers that count in sigmas. */
  private static final double TERMINAL_ALPHA_BAR = 0x1p-24;

  private final Sampling sampling;
  private final SchedulerSettings settings;
  private final NoiseLevels levels;
  private final DiffusersGrid grid;
  private final int steps;

  DiffusersLadder(Sampling sampling, SchedulerSettings settings, int steps) {
    this.sampling = sampling;
    this.settings = settings;
    this.grid = DiffusersGrid.of(sampling.sampler());
    this.levels =
        grid == DiffusersGrid.DDIM
            ? settings.levels()
            : settings.levels().withTerminalAlphaBar(TERMINAL_ALPHA_BAR);
    this.steps = steps;
  }

  Ladder fromNoise() {
    return from(0);
  }

  /**
   * Exactly the asked steps are the WebUI's idea; here they are the last of a longer run, but of no
   * more steps than there are timesteps.
   */
  static Ladder fromSource(Sampling sampling, SchedulerSettings settings, double strength) {
    int steps = sampling.steps();
    if (sampling.sourceNoise().exactSteps()) {
      int total = (int) Math.min(steps / strength, Math.max(settings.levels().size(), steps));
      return new DiffusersLadder(sampling, settings, total).from(total - steps);
    }
    int taken = Math.min((int) (steps * strength), steps);
    return new DiffusersLadder(sampling, settings, steps).from(steps - Math.max(taken, 1));
  }

  private Ladder from(int firstStep) {
    return grid == DiffusersGrid.DDIM ? ddim(firstStep) : sigmas(firstStep);
  }

  /**
   * A DDIM step goes down by a whole stride, which with some spacings is not quite where the next
   * timestep is.
   */
  private Ladder ddim(int firstStep) {
    if (sampling.schedule() instanceof GivenTimesteps given) {
      return listed(tail(given.timesteps(steps, levels), firstStep));
    }
    double[] timesteps = tail(grid.timesteps(steps, settings), firstStep);
    double[] sigmas = new double[timesteps.length + 1];
    double[] arrivals = new double[timesteps.length];
    int stride = levels.size() / steps;
    for (int i = 0; i < timesteps.length; i++) {
      int timestep = (int) timesteps[i];
      sigmas[i] = levels.sigma(timestep);
      arrivals[i] = timestep >= stride ? levels.sigma(timestep - stride) : lastSigma();
    }
    sigmas[timesteps.length] = arrivals[timesteps.length - 1];
    return new Ladder(levels, sigmas, arrivals, timesteps, Ladder.StartMix.preserving(sigmas[0]));
  }

  /** Steps from each of some timesteps to the next. */
  private Ladder listed(double[] timesteps) {
    double[] sigmas = new double[timesteps.length + 1];
    for (int i = 0; i < timesteps.length; i++) {
      sigmas[i] = levels.sigma((int) Math.rint(timesteps[i]));
    }
    sigmas[timesteps.length] = lastSigma();
    return new Ladder(levels, sigmas, timesteps, Ladder.StartMix.preserving(sigmas[0]));
  }

  private double lastSigma() {
    return settings.endsClean() ? 0 : levels.sigma(0);
  }

  private Ladder sigmas(int firstStep) {
    SigmaSchedule schedule = schedule();
    double[] timesteps =
        schedule instanceof GivenTimesteps given
            ? given.timesteps(steps, levels)
            : grid.timesteps(steps, settings);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = (float) interpolated(timesteps[i]);
    }
    if (schedule instanceof KarrasSchedule karras) {
      sigmas = karras(karras, sigmas, timesteps);
    } else if (!(schedule instanceof UniformSchedule || schedule instanceof GivenTimesteps)) {
      sigmas = schedule.sigmas(steps, levels);
      timesteps = timestepsOf(sigmas);
    }
    double largest = Arrays.stream(sigmas).max().orElseThrow();
    Ladder.StartMix start = Ladder.StartMix.adding(sigmas[firstStep]);
    return new Ladder(
        levels,
        tail(sigmas, firstStep),
        tail(timesteps, firstStep),
        start.withNoiseAlone(noiseAlone(largest)));
  }

  /**
   * Without a schedule asked, the model's settings tell which; otherwise diffusers' own spacing is
   * "Uniform".
   */
  private SigmaSchedule schedule() {
    return AutomaticSchedule.resolved(
        sampling.schedule(), settings.karras() ? SigmaSchedule.karras() : SigmaSchedule.uniform());
  }

  /**
   * DPM++ starts from noise of constant variance, Euler from noise alone except with leading
   * spacing.
   */
  private double noiseAlone(double largest) {
    boolean plain =
        grid == DiffusersGrid.EULER && grid.spacing(settings) != TimestepSpacing.LEADING;
    return plain ? largest : Math.sqrt(largest * largest + 1);
  }

  /**
   * Karras levels between the ends of the spacing for Euler, of the whole table for DPM++;
   * timesteps are replaced.
   */
  private double[] karras(KarrasSchedule karras, double[] sigmas, double[] timesteps) {
    boolean wholeTable = grid == DiffusersGrid.DPM_SOLVER;
    double min = wholeTable ? levels.smallest() : sigmas[steps - 1];
    double max = wholeTable ? levels.largest() : sigmas[0];
    double minRoot =
        Math.pow(karras.range().min() > 0 ? karras.range().min() : min, 1 / karras.rho());
    double maxRoot =
        Math.pow(karras.range().max() > 0 ? karras.range().max() : max, 1 / karras.rho());
    double[] result = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      double ramp = steps > 1 ? (double) i / (steps - 1) : 0;
      double sigma = Math.pow(maxRoot + ramp * (minRoot - maxRoot), karras.rho());
      double timestep = timestepOf(sigma);
      result[i] = (float) sigma;
      timesteps[i] = wholeTable ? Math.rint(timestep) : (float) timestep;
    }
    return result;
  }

  private double[] timestepsOf(double[] sigmas) {
    double[] timesteps = new double[sigmas.length - 1];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = timestepOf(sigmas[i]);
    }
    return timesteps;
  }

  /** Interpolates ln sigma in double, as NumPy does; the WebUI does it in float32. */
  private double timestepOf(double sigma) {
    double logSigma = Math.log(Math.max(sigma, 1e-10));
    int low = levels.segment(logSigma);
    double lowLog = levels.logSigma(low);
    double weight = (lowLog - logSigma) / (lowLog - levels.logSigma(low + 1));
    weight = Math.min(Math.max(weight, 0), 1);
    return (1 - weight) * low + weight * (low + 1);
  }

  /** Interpolates sigma itself between timesteps. */
  private double interpolated(double timestep) {
    int low = Math.min((int) timestep, levels.size() - 2);
    double slope = levels.sigma(low + 1) - levels.sigma(low);
    return levels.sigma(low) + slope * (timestep - low);
  }

  private static double[] tail(double[] values, int first) {
    return Arrays.copyOfRange(values, first, values.length);
  }
}
