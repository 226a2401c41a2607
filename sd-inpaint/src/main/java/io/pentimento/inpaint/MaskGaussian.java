package io.pentimento.inpaint;

/** placeholder: straightforward; replaced below. */
final class MaskGaussian {
  private MaskGaussian() {}

  static byte[] blur(byte[] samples, int width, int height, double sigmaX, double sigmaY) {
    byte[] result = samples.clone();
    if (sigmaX > 0) {
      int[] taps = GaussianTaps.of(sigmaX);
      for (int y = 0; y < height; y++) {
        line(samples, result, y * width, 1, width, taps);
      }
    }
    if (sigmaY > 0) {
      byte[] rows = result.clone();
      int[] taps = GaussianTaps.of(sigmaY);
      for (int x = 0; x < width; x++) {
        line(rows, result, x, width, height, taps);
      }
    }
    return result;
  }

  private static void line(byte[] from, byte[] to, int start, int stride, int length, int[] taps) {
    int reach = taps.length / 2;
    for (int i = 0; i < length; i++) {
      int sum = 128;
      for (int j = 0; j < taps.length; j++) {
        sum += taps[j] * (from[start + reflect(i + j - reach, length) * stride] & 0xff);
      }
      to[start + i * stride] = (byte) (sum >> 8);
    }
  }

  static int reflect(int i, int length) {
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int at = Math.floorMod(i, period);
    return at < length ? at : period - at;
  }
}
