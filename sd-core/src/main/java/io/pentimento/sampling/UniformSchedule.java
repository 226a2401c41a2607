package io.pentimento.sampling;

/** Sigmas of evenly spaced timesteps, from the last to timestep 0, then 0. */
record UniformSchedule() implements SigmaSchedule {
  @Override
  public String name() {
    return "Uniform";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    float[] timesteps = EvenSpacing.float32(levels.size() - 1, 0, steps);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = levels.sigmaAt(timesteps[i]);
    }
    return sigmas;
  }
}
