package io.pentimento.sampling;

import java.util.Arrays;

/** Levels and starts of AUTOMATIC1111's WebUI 1.10. */
final class WebuiLadder {
  private final NoiseLevels levels;
  private final Sampler sampler;
  private final SigmaSchedule schedule;

  /**
   * Prepares the ladders of a request.
   *
   * @param levels the model's noise levels
   */
  WebuiLadder(Sampling sampling, NoiseLevels levels) {
    this.sampler = sampling.sampler();
    this.levels = sampler.levelsFor(levels);
    SigmaSchedule asked = sampler.scheduleFor(sampling.schedule());
    this.schedule = sampler.discardsPenultimate() ? asked.discardingPenultimate() : asked;
  }

  Ladder fromNoise(int steps) {
    if (sampler.family() == Sampler.Family.TIMESTEP) {
      int[] timesteps = timesteps(steps);
      if (sampler instanceof OwnLevels own) {
        return between(own.levels(timesteps, true, levels), levels.largest());
      }
      return descending(timesteps, timesteps.length, timesteps.length - 1);
    }
    return ladder(schedule.sigmas(steps, levels));
  }

  /** Steps are not spread anew over what strength leaves: the first ones are left out. */
  Ladder fromSource(SourceSteps steps) {
    if (sampler.family() == Sampler.Family.TIMESTEP) {
      // Noise is added at one timestep, yet the run begins at the one below.
      int[] timesteps = timesteps(steps.total());
      int noised = Math.min(steps.taken(), timesteps.length) - 1;
      if (noised > 0 && sampler instanceof OwnLevels own) {
        int[] below = Arrays.copyOf(timesteps, noised);
        return between(own.levels(below, false, levels), levels.sigma(timesteps[noised]));
      }
      return descending(timesteps, noised, noised);
    }
    double[] sigmas = schedule.sigmas(steps.total(), levels);
    int first = Math.min(steps.skipped(), sigmas.length - 1);
    return ladder(Arrays.copyOfRange(sigmas, first, sigmas.length)).withPathOf(sigmas);
  }

  /**
   * Runs down levels that the sampler chose.
   *
   * @param noisedSigma the level at which noise is added to a source
   */
  private Ladder between(OwnLevels.Levels own, double noisedSigma) {
    Ladder.StartMix start = Ladder.StartMix.preserving(noisedSigma);
    return new Ladder(levels, own.sigmas(), own.timesteps(), start);
  }

  private Ladder ladder(double[] sigmas) {
    double[] timesteps = new double[sigmas.length - 1];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = levels.timestepAt(sigmas[i]);
    }
    return new Ladder(levels, sigmas, timesteps, Ladder.StartMix.adding(sigmas[0]));
  }

  /**
   * Runs down the first {@code count} timesteps; the lowest is where the last step arrives and is
   * never called.
   *
   * @param noised the index of the timestep at which noise is added to a source
   */
  private Ladder descending(int[] timesteps, int count, int noised) {
    int steps = Math.max(count - 1, 0);
    double[] sigmas = new double[steps + 1];
    double[] called = new double[steps];
    for (int i = 0; i <= steps; i++) {
      sigmas[i] = levels.sigma(timesteps[steps - i]);
    }
    for (int i = 0; i < steps; i++) {
      called[i] = timesteps[steps - i];
    }
    double noisedSigma = levels.sigma(timesteps[noised]);
    return new Ladder(levels, sigmas, called, Ladder.StartMix.preserving(noisedSigma));
  }

  /** Returns the timesteps of timestep samplers, one step more where the schedule says so. */
  private int[] timesteps(int steps) {
    if (schedule instanceof GivenTimesteps given) {
      return ascending(given.timesteps(steps, levels));
    }
    return timesteps(schedule.discardsPenultimate() ? steps + 1 : steps, levels.size());
  }

  /** Returns timesteps in the other order, below them 0, where the last step arrives. */
  private static int[] ascending(double[] descending) {
    int[] ascending = new int[descending.length + 1];
    for (int i = 0; i < descending.length; i++) {
      ascending[descending.length - i] = (int) Math.rint(descending[i]);
    }
    return ascending;
  }

  /** Returns the timesteps of timestep samplers, ascending: sometimes one more than asked. */
  static int[] timesteps(int steps, int size) {
    int stride = Math.max(size / steps, 1);
    int count = (size + stride - 1) / stride;
    int[] timesteps = new int[count];
    for (int i = 0; i < count; i++) {
      timesteps[i] = Math.min(i * stride + 1, size - 1);
    }
    return timesteps;
  }
}
