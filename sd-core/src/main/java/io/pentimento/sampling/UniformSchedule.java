package io.pentimento.sampling;

/** Sigmas of evenly spaced timesteps, from the table's last to its first, then 0. */
record UniformSchedule() implements SigmaSchedule {
  @Override
  public String name() {
    return "Uniform";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    return new NormalSchedule(SigmaRange.OF_MODEL).sigmas(steps, levels);
  }
}
