package io.pentimento.inpaint;

/**
 * OpenCV's Gaussian filter on an 8-bit picture of one channel, bit for bit: {@link GaussianTaps} along the rows, rounded
 * to 8 bits, then along the columns. The picture is mirrored at its border, without repeating the border itself.
 *
 * <p>Both passes run down columns, where many columns can be added at once ({@link ColumnFilter}); the first one works on
 * the transposed picture. Sides are padded to multiples of 8, so that eight bytes can be handled as one number.
 */
final class MaskGaussian {
  private MaskGaussian() {}

  /** Blurs a picture; a sigma of 0 leaves its direction as it is. */
  static byte[] blur(byte[] samples, int width, int height, double sigmaX, double sigmaY) {
    int paddedWidth = padded(width);
    int paddedHeight = padded(height);
    byte[] picture = resized(samples, width, height, paddedWidth, paddedHeight);
    if (sigmaX > 0) {
      byte[] columns = Transposition.transpose(picture, paddedWidth, paddedHeight);
      byte[] blurred = new ColumnFilter(GaussianTaps.of(sigmaX)).filter(columns, paddedHeight, width);
      picture = Transposition.transpose(blurred, paddedHeight, paddedWidth);
    }
    if (sigmaY > 0) {
      picture = new ColumnFilter(GaussianTaps.of(sigmaY)).filter(picture, paddedWidth, height);
    }
    return resized(picture, paddedWidth, paddedHeight, width, height);
  }

  private static int padded(int side) {
    return side + 7 & ~7;
  }

  private static byte[] resized(byte[] samples, int width, int height, int newWidth, int newHeight) {
    if (width == newWidth && height == newHeight) {
      return samples;
    }
    byte[] result = new byte[newWidth * newHeight];
    for (int y = 0; y < Math.min(height, newHeight); y++) {
      System.arraycopy(samples, y * width, result, y * newWidth, Math.min(width, newWidth));
    }
    return result;
  }
}
