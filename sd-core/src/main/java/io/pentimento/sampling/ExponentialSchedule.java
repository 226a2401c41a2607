package io.pentimento.sampling;

/** Sigmas evenly spaced in ln sigma, from the model's largest to its smallest, then 0. */
record ExponentialSchedule() implements SigmaSchedule {
  @Override
  public String name() {
    return "Exponential";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    float[] logSigmas =
        EvenSpacing.float32(
            (float) Math.log(levels.largest()), (float) Math.log(levels.smallest()), steps);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = (float) Math.exp(logSigmas[i]);
    }
    return sigmas;
  }
}
