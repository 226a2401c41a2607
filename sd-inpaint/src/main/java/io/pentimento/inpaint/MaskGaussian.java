package io.pentimento.inpaint;

/**
 * OpenCV's Gaussian filter on an 8-bit picture of one channel, bit for bit: {@link GaussianTaps}
 * along the rows, rounded to 8 bits, then along the columns. The picture is mirrored at its border,
 * without repeating the border itself.
 *
 * <p>Rows with few steps, as most masks have, are filtered step by step ({@link RowFilter}). Busier
 * ones are transposed and filtered as columns, where many can be added at once ({@link
 * ColumnFilter}). For that, sides are padded to multiples of 8, so that eight bytes can be handled
 * as one number.
 */
final class MaskGaussian {
  private MaskGaussian() {}

  /** Blurs a picture; a sigma of 0 leaves its direction as it is. */
  static byte[] blur(byte[] samples, int width, int height, double sigmaX, double sigmaY) {
    byte[] rows = samples;
    if (sigmaX > 0) {
      RowFilter filter = new RowFilter(GaussianTaps.of(sigmaX), width);
      byte[] blurred = samples.clone();
      rows =
          filter.filter(samples, blurred, height)
              ? blurred
              : transposed(samples, width, height, sigmaX);
    }
    if (sigmaY == 0) {
      return rows;
    }
    byte[] picture =
        resized(rows == samples ? samples.clone() : rows, width, height, padded(width), height);
    new ColumnFilter(GaussianTaps.of(sigmaY)).filter(picture, padded(width), height);
    return resized(picture, padded(width), height, width, height);
  }

  private static byte[] transposed(byte[] samples, int width, int height, double sigma) {
    int paddedWidth = padded(width);
    int paddedHeight = padded(height);
    byte[] padded = resized(samples, width, height, paddedWidth, paddedHeight);
    byte[] columns = Transposition.transpose(padded, paddedWidth, paddedHeight);
    new ColumnFilter(GaussianTaps.of(sigma)).filter(columns, paddedHeight, width);
    byte[] blurred = Transposition.transpose(columns, paddedHeight, paddedWidth);
    return resized(blurred, paddedWidth, paddedHeight, width, height);
  }

  private static int padded(int side) {
    return (side + 7) & ~7;
  }

  private static byte[] resized(
      byte[] samples, int width, int height, int newWidth, int newHeight) {
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
