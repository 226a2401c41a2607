package io.pentimento.sampling;

/**
 * Stands for the sampler's own schedule; asked without a sampler it is the one most samplers own.
 */
record AutomaticSchedule() implements SigmaSchedule {
  @Override
  public String name() {
    return "Automatic";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    return SigmaSchedule.uniform().sigmas(steps, levels);
  }
}
