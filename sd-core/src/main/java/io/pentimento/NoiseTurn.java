package io.pentimento;

/**
 * Turns one noise towards another: spherical interpolation, Shoemake 1985, as the WebUI does it for
 * variations. There a vector is a column of one channel, since that is the axis it sums over.
 */
final class NoiseTurn {
  /** From which mean cosine on columns count as parallel. */
  private static final double PARALLEL = 0.9995;

  private NoiseTurn() {}

  /**
   * Turns a noise.
   *
   * @param strength 0 keeps {@code from}, 1 gives {@code to}; the other way round where both are
   *     nearly the same, which is the reference's own slip
   * @param from {@code [channels, height, width]}, row-major
   * @param to the same
   */
  static float[] turned(
      double strength, float[] from, float[] to, int channels, int height, int width) {
    float[] cosines = new float[channels * width];
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      for (int x = 0; x < width; x++) {
        int column = c * height * width + x;
        cosines[c * width + x] = cosine(from, to, column, height, width);
        sum += cosines[c * width + x];
      }
    }
    float[] result = new float[from.length];
    boolean parallel = sum / cosines.length > PARALLEL;
    for (int c = 0; c < channels; c++) {
      for (int x = 0; x < width; x++) {
        float angle = (float) Math.acos(cosines[c * width + x]);
        float kept = parallel ? (float) strength : share((1 - strength) * angle, angle);
        float taken = parallel ? (float) (1 - strength) : share(strength * angle, angle);
        for (int y = 0; y < height; y++) {
          int i = (c * height + y) * width + x;
          result[i] = kept * from[i] + taken * to[i];
        }
      }
    }
    return result;
  }

  private static float share(double part, float whole) {
    return (float) Math.sin((float) part) / (float) Math.sin(whole);
  }

  /**
   * In single precision throughout, as the reference: where noises point away from each other, its
   * roundings grow to what can be seen.
   */
  private static float cosine(float[] from, float[] to, int column, int height, int width) {
    float fromNorm = norm(from, column, height, width);
    float toNorm = norm(to, column, height, width);
    float sum = 0;
    for (int i = column; i < column + height * width; i += width) {
      sum += (from[i] / fromNorm) * (to[i] / toNorm);
    }
    return sum;
  }

  private static float norm(float[] values, int column, int height, int width) {
    float squares = 0;
    for (int i = column; i < column + height * width; i += width) {
      squares += values[i] * values[i];
    }
    return (float) Math.sqrt(squares);
  }
}
