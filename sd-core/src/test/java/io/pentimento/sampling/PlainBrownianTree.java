package io.pentimento.sampling;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The path of a {@link BrownianTree} as its rules are written down, which remembers nothing and
 * shares no work.
 */
final class PlainBrownianTree {
  private final NoiseSource source;
  private final long seed;
  private final double start;
  private final double end;
  private final float[] root;

  PlainBrownianTree(NoiseSource source, long seed, double t0, double t1, int count) {
    this.source = source;
    this.seed = seed;
    this.start = rounded(t0);
    this.end = rounded(t1);
    this.root = source.seeded(new SeedSequence(seed).seeds(1)[0]).normal(count);
    for (int i = 0; i < count; i++) {
      root[i] *= (float) Math.sqrt(t1 - t0);
    }
  }

  float[] noise(double from, double to) {
    double low = Math.max(start, Math.min(end, rounded(Math.min(from, to))));
    double high = Math.max(start, Math.min(end, rounded(Math.max(from, to))));
    float[] sum = new float[root.length];
    if (low < high) {
      add(start, end, 0, 0, root, low, high, sum);
    }
    float deviation = (float) Math.sqrt(Math.abs((float) to - (float) from));
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= from > to ? -deviation : deviation;
    }
    return sum;
  }

  private void add(
      double a, double b, long key, int depth, float[] w, double low, double high, float[] sum) {
    if (b <= low || a >= high) {
      return;
    }
    if (low <= a && b <= high) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += w[i];
      }
      return;
    }
    double m = rounded((a + b) / 2);
    float deviation = (float) Math.sqrt((m - a) * (b - m) / (b - a));
    float[] left =
        source.seeded(new SeedSequence(seed).at(key, depth).seeds(1)[0]).normal(w.length);
    float[] right = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      left[i] = (float) (m - a) * w[i] * (float) (1 / (b - a)) + deviation * left[i];
      right[i] = w[i] - left[i];
    }
    add(a, m, 2 * key, depth + 1, left, low, high, sum);
    add(m, b, 2 * key + 1, depth + 1, right, low, high, sum);
  }

  static double rounded(double sigma) {
    return new BigDecimal(sigma).setScale(6, RoundingMode.HALF_EVEN).doubleValue();
  }
}
