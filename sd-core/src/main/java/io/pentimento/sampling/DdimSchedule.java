package io.pentimento.sampling;

/**
 * Every so-manieth sigma of the table, counted from its second, then 0: the levels of DDIM. Where
 * the table is no multiple of the steps, there are more levels than asked, and where it has fewer
 * entries than that, fewer.
 */
record DdimSchedule() implements SigmaSchedule {
  @Override
  public String name() {
    return "DDIM";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    int stride = Math.max(levels.size() / steps, 1);
    int count = (levels.size() - 2) / stride + 1;
    double[] sigmas = new double[count + 1];
    for (int i = 0; i < count; i++) {
      sigmas[count - 1 - i] = levels.sigma(1 + i * stride);
    }
    return sigmas;
  }
}
