package io.pentimento.inpaint;

/**
 * The weights of OpenCV's Gaussian filter on 8-bit pictures: whole numbers that sum to 256.
 *
 * <p>The curve is cut off at 2.5 sigma, as the WebUI asks. Rounding its weights one by one would
 * change their sum, so the error of each is carried into the next, from both ends towards the
 * middle, and the middle takes what is left. For large sigma the weights are therefore no smooth
 * curve but a pattern of 0, 1 and 2.
 */
final class GaussianTaps {
  private GaussianTaps() {}

  /** Returns the weights of a sigma above 0, an odd number of them. */
  static int[] of(double sigma) {
    int length = 2 * (int) (2.5 * sigma + 0.5) + 1;
    double[] curve = new double[length];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double distance = i - (length - 1) / 2.0;
      curve[i] = Math.exp(-distance * distance / (2 * sigma * sigma));
      sum += curve[i];
    }
    int[] taps = new int[length];
    int rest = 256;
    double error = 0;
    for (int i = 0; i < length / 2; i++) {
      double exact = curve[i] / sum * 256 + error;
      taps[i] = (int) Math.rint(exact);
      taps[length - 1 - i] = taps[i];
      error = exact - taps[i];
      rest -= 2 * taps[i];
    }
    taps[length / 2] = rest;
    return taps;
  }
}
