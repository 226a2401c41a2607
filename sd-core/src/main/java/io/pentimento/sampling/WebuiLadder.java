package io.pentimento.sampling;

import java.util.Arrays;

/** Levels and starts of AUTOMATIC1111's WebUI 1.10. */
final class WebuiLadder {
  private WebuiLadder() {}

  static Ladder fromNoise(Sampling sampling, NoiseLevels levels) {
    if (sampling.sampler().family() == Sampler.Family.TIMESTEP) {
      int[] timesteps = timesteps(sampling.steps(), levels.size());
      if (sampling.sampler() instanceof OwnLevels own) {
        return between(own.levels(timesteps, true, levels), levels.largest(), levels);
      }
      return descending(timesteps, timesteps.length, timesteps.length - 1, levels);
    }
    return ladder(levels, sigmas(sampling, levels));
  }

  /** Steps are not spread anew over what strength leaves: the first ones are left out. */
  static Ladder fromSource(Sampling sampling, NoiseLevels levels, double strength) {
    int steps = sampling.steps();
    int last = (int) (Math.min(strength, 0.999) * steps);
    if (sampling.sampler().family() == Sampler.Family.TIMESTEP) {
      // Noise is added at timestep `last`, yet the run begins one timestep below.
      int[] timesteps = timesteps(steps, levels.size());
      if (last > 0 && sampling.sampler() instanceof OwnLevels own) {
        double noised = levels.sigma(timesteps[last]);
        return between(own.levels(Arrays.copyOf(timesteps, last), false, levels), noised, levels);
      }
      return descending(timesteps, last, last, levels);
    }
    double[] sigmas = sigmas(sampling, levels);
    return ladder(levels, Arrays.copyOfRange(sigmas, steps - last - 1, sigmas.length))
        .withPathOf(sigmas);
  }

  private static Ladder between(OwnLevels.Levels own, double noisedSigma, NoiseLevels levels) {
    return new Ladder(
        levels, own.sigmas(), own.timesteps(), Ladder.StartMix.preserving(noisedSigma));
  }

  private static double[] sigmas(Sampling sampling, NoiseLevels levels) {
    return sampling.sampler().scheduleFor(sampling.schedule()).sigmas(sampling.steps(), levels);
  }

  private static Ladder ladder(NoiseLevels levels, double[] sigmas) {
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
  private static Ladder descending(int[] timesteps, int count, int noised, NoiseLevels levels) {
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
