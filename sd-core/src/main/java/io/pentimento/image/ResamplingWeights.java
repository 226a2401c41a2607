package io.pentimento.image;

/**
 * For each sample of a resized line, the first source sample that counts and the weights of those
 * that follow, in units of 2^-22.
 */
record ResamplingWeights(int[] first, int[][] taps) {
  private static final int FRACTION_BITS = 22;

  /** One half in the unit of the weights: sums start with it, so that shifting rounds. */
  static final int HALF = 1 << (FRACTION_BITS - 1);

  static ResamplingWeights of(Resampling filter, double filterSupport, int from, int to) {
    double scale = (double) from / to;
    double stretch = Math.max(scale, 1);
    double support = filterSupport * stretch;
    int[] first = new int[to];
    int[][] taps = new int[to][];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int low = Math.max((int) (centre - support + 0.5), 0);
      int high = Math.min((int) (centre + support + 0.5), from);
      first[i] = low;
      taps[i] = taps(filter, low, high, centre, 1 / stretch);
    }
    return new ResamplingWeights(first, taps);
  }

  private static int[] taps(Resampling filter, int low, int high, double centre, double shrink) {
    double[] weights = new double[high - low];
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      weights[j] = filter.weight((low + j - centre + 0.5) * shrink);
      sum += weights[j];
    }
    int[] taps = new int[weights.length];
    for (int j = 0; j < taps.length; j++) {
      double unit = weights[j] / sum * (1 << FRACTION_BITS);
      taps[j] = (int) (unit < 0 ? unit - 0.5 : unit + 0.5);
    }
    return taps;
  }

  static byte round(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> FRACTION_BITS));
  }
}
