package io.pentimento.image;

/**
 * Pillow's "GaussianBlur", bit for bit: three box filters along the rows, then three along the
 * columns, each rounded to 8 bits. The box has a fractional width chosen so that three of them have
 * the variance asked for. Beyond the picture its edge goes on. The time does not depend on the
 * radius.
 *
 * <p>Gwosdek et al. 2011, "Theoretical Foundations of Gaussian Convolution by Extended Box
 * Filtering".
 */
public final class BoxGaussian {
  private static final int PASSES = 3;
  private static final int ONE = 1 << 24;

  private final int radius;
  private final int fullWeight;
  private final int edgeWeight;

  private BoxGaussian(float boxRadius) {
    this.radius = (int) boxRadius;
    // Pillow divides in single precision, and that shows in the result.
    this.fullWeight = (int) (ONE / (boxRadius * 2 + 1));
    this.edgeWeight = (ONE - (radius * 2 + 1) * fullWeight) / 2;
  }

  /**
   * Blurs every channel of a picture alike; one with alpha should be premultiplied.
   *
   * @param radius the standard deviation in pixels, 0 or more; 0 changes nothing
   */
  public static Pixels blur(Pixels picture, double radius) {
    return blur(picture, radius, radius);
  }

  /**
   * Blurs every channel of a picture alike, but not both directions.
   *
   * @param radiusX the standard deviation along the rows in pixels, 0 or more; 0 leaves them
   * @param radiusY the standard deviation along the columns
   */
  public static Pixels blur(Pixels picture, double radiusX, double radiusY) {
    requireRadius(radiusX);
    requireRadius(radiusY);
    if (radiusX == 0 && radiusY == 0) {
      return picture;
    }
    int width = picture.width();
    int height = picture.height();
    int channels = picture.channels();
    byte[] samples = picture.samples().clone();
    int[] line = new int[Math.max(width, height)];
    int[] spare = new int[line.length];
    for (int c = 0; c < channels; c++) {
      if (radiusX > 0) {
        BoxGaussian box = new BoxGaussian(boxRadius((float) radiusX));
        for (int y = 0; y < height; y++) {
          box.blurLine(samples, y * width * channels + c, channels, width, line, spare);
        }
      }
      if (radiusY > 0) {
        BoxGaussian box = new BoxGaussian(boxRadius((float) radiusY));
        for (int x = 0; x < width; x++) {
          box.blurLine(samples, x * channels + c, width * channels, height, line, spare);
        }
      }
    }
    return Pixels.wrap(width, height, channels, samples);
  }

  private static void requireRadius(double radius) {
    if (!(radius >= 0 && radius <= 10_000)) {
      throw new IllegalArgumentException("radius must be in [0, 10000], but got: " + radius + ".");
    }
  }

  /** Returns the half width of the box, in single precision as Pillow computes it. */
  private static float boxRadius(float sigma) {
    float variance = sigma * sigma / PASSES;
    float length = (float) Math.sqrt(12.0 * variance + 1.0);
    float whole = (float) Math.floor((length - 1.0) / 2.0);
    float part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
    part /= 6 * (variance - (whole + 1) * (whole + 1));
    return whole + part;
  }

  private void blurLine(
      byte[] samples, int start, int stride, int length, int[] line, int[] spare) {
    for (int i = 0; i < length; i++) {
      line[i] = samples[start + i * stride] & 0xff;
    }
    int[] from = line;
    int[] to = spare;
    for (int pass = 0; pass < PASSES; pass++) {
      boxFilter(from, to, length);
      int[] swap = from;
      from = to;
      to = swap;
    }
    for (int i = 0; i < length; i++) {
      samples[start + i * stride] = (byte) from[i];
    }
  }

  private void boxFilter(int[] from, int[] to, int length) {
    int last = length - 1;
    int sum = from[0] * (radius + 1);
    for (int i = 0; i < radius; i++) {
      sum += from[Math.min(i, last)];
    }
    for (int i = 0; i < length; i++) {
      sum += from[Math.min(i + radius, last)];
      int leaving = i - radius - 1;
      int before = from[Math.max(leaving, 0)];
      sum -= before;
      int after = from[Math.min(i + radius + 1, last)];
      // Unsigned: 255 times 2^24 does not fit into 31 bits.
      to[i] = (fullWeight * sum + edgeWeight * (before + after) + (1 << 23)) >>> 24;
    }
  }
}
