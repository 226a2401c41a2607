package io.pentimento.sampling;

/** Every so-manieth sigma of the table, counted from its last, then 0. */
record SimpleSchedule() implements SigmaSchedule {
  @Override
  public String name() {
    return "Simple";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    double stride = levels.size() / (double) steps;
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = levels.sigma(levels.size() - 1 - (int) (i * stride));
    }
    return sigmas;
  }
}
