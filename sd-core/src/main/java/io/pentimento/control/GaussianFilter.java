package io.pentimento.control;

import io.pentimento.image.Pixels;

/** Gaussian blur of samples, mirrored at the border without repeating it, as in OpenCV. */
final class GaussianFilter {
  /** How many deviations OpenCV's taps reach to each side for pictures of floats. */
  private static final double REACH_OF_FLOATS = 4;

  /** The same for pictures of 8 bits. */
  private static final double REACH_OF_BYTES = 3;

  /** What OpenCV's taps for 8 bits add up to. */
  static final int WHOLE = 256;

  private static final double LARGEST_SIGMA = 64;

  private GaussianFilter() {}

  static void check(double sigma) {
    if (!(sigma > 0 && sigma <= LARGEST_SIGMA)) {
      throw new IllegalArgumentException("sigma must be in (0, 64], but got: " + sigma + ".");
    }
  }

  /** Returns the samples of a blurred picture, 0 to 255, channels interleaved. */
  static float[] blur(Pixels picture, double sigma) {
    return blur(picture, taps(sigma, REACH_OF_FLOATS));
  }

  /**
   * Returns the samples of a blurred picture times the square of the taps' sum.
   *
   * @param taps the weights of a pixel and those beside it, an odd number
   */
  static float[] blur(Pixels picture, double[] taps) {
    int channels = picture.channels();
    int width = picture.width();
    int height = picture.height();
    byte[] samples = picture.samples();
    float[] source = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      source[i] = samples[i] & 0xff;
    }
    float[] rows = new float[source.length];
    for (int y = 0; y < height; y++) {
      line(source, rows, y * width * channels, width, channels, channels, taps);
    }
    float[] result = new float[source.length];
    for (int x = 0; x < width; x++) {
      line(rows, result, x * channels, height, width * channels, channels, taps);
    }
    return result;
  }

  private static double[] taps(double sigma, double reach) {
    int count = (int) Math.rint(sigma * reach * 2 + 1) | 1;
    double[] taps = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double distance = i - (count - 1) / 2.0;
      taps[i] = Math.exp(-distance * distance / (2 * sigma * sigma));
      sum += taps[i];
    }
    for (int i = 0; i < count; i++) {
      taps[i] /= sum;
    }
    return taps;
  }

  /**
   * Returns whole taps that add up to {@link #WHOLE}: what rounding takes from one, the next gets,
   * and the middle one gets the rest.
   */
  static double[] wholeTaps(double sigma) {
    double[] exact = taps(sigma, REACH_OF_BYTES);
    int last = exact.length - 1;
    double[] whole = new double[exact.length];
    double error = 0;
    double sum = 0;
    for (int i = 0; i < exact.length / 2; i++) {
      double wanted = exact[i] * WHOLE + error;
      whole[i] = Math.rint(wanted);
      whole[last - i] = whole[i];
      error = wanted - whole[i];
      sum += 2 * whole[i];
    }
    whole[exact.length / 2] = WHOLE - sum;
    return whole;
  }

  /** Blurs one row or column of pixels. */
  private static void line(
      float[] from, float[] to, int start, int length, int stride, int channels, double[] taps) {
    int radius = taps.length / 2;
    for (int i = 0; i < length; i++) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int t = 0; t < taps.length; t++) {
          sum += taps[t] * from[start + mirrored(i + t - radius, length) * stride + c];
        }
        to[start + i * stride + c] = (float) sum;
      }
    }
  }

  /** Returns the place inside that a place outside shows: {@code dcb|abcd|cba}. */
  private static int mirrored(int place, int length) {
    if (length == 1) {
      return 0;
    }
    int turn = Math.floorMod(place, 2 * (length - 1));
    return Math.min(turn, 2 * (length - 1) - turn);
  }
}
