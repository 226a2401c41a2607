package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;

/**
 * The blur of masks as the rule tells it, one multiplication after the other, to compare the fast
 * one with.
 */
final class EightBitGaussian {
  private EightBitGaussian() {}

  static Mask blur(Mask mask, double sigmaX, double sigmaY) {
    ImageSize size = mask.size();
    byte[] levels = mask.pixels().samples().clone();
    for (int y = 0; sigmaX > 0 && y < size.height(); y++) {
      blurLine(levels, y * size.width(), 1, size.width(), GaussianTaps.of(sigmaX));
    }
    for (int x = 0; sigmaY > 0 && x < size.width(); x++) {
      blurLine(levels, x, size.width(), size.height(), GaussianTaps.of(sigmaY));
    }
    return Mask.of(size, levels);
  }

  private static void blurLine(byte[] levels, int start, int stride, int length, int[] taps) {
    int reach = taps.length / 2;
    int[] line = new int[length + 2 * reach];
    for (int i = 0; i < line.length; i++) {
      line[i] = levels[start + mirrored(i - reach, length) * stride] & 0xff;
    }
    for (int i = 0; i < length; i++) {
      int sum = 128;
      for (int j = 0; j < taps.length; j++) {
        sum += taps[j] * line[i + j];
      }
      levels[start + i * stride] = (byte) (sum >> 8);
    }
  }

  private static int mirrored(int place, int length) {
    int i = place;
    while (length > 1 && (i < 0 || i >= length)) {
      i = i < 0 ? -i : 2 * (length - 1) - i;
    }
    return length == 1 ? 0 : i;
  }
}
