package io.pentimento.image;

import java.awt.image.BufferedImage;

/**
 * The size of a picture.
 *
 * @param width pixels across, at least 1
 * @param height pixels down, at least 1
 */
public record ImageSize(int width, int height) {
  /** Refuses sizes below one pixel. */
  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "width and height must be at least 1, but got: " + width + "x" + height + ".");
    }
  }

  /** Returns the size of a picture. */
  public static ImageSize of(BufferedImage image) {
    return new ImageSize(image.getWidth(), image.getHeight());
  }

  /**
   * Returns this size times a factor, cut to whole pixels.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if a side would be below one pixel or above 2^31
   */
  public ImageSize scaled(double factor) {
    return new ImageSize(side(width, factor), side(height, factor));
  }

  private static int side(int side, double factor) {
    double scaled = side * factor;
    if (!(scaled >= 1 && scaled <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "A side must be at least 1 pixel and at most 2^31, but got: %d times %s. Choose another factor."
              .formatted(side, factor));
    }
    return (int) scaled;
  }

  /** Returns this size scaled to the smallest that covers another: one side is the same. */
  ImageSize covering(ImageSize other) {
    double factor = Math.max(other.width / (double) width, other.height / (double) height);
    return new ImageSize(
        Math.max(other.width, (int) Math.round(width * factor)),
        Math.max(other.height, (int) Math.round(height * factor)));
  }

  /**
   * Returns this size made smaller so that no side is longer than a limit, of the same shape as far
   * as whole pixels allow; this one if it is not longer.
   *
   * @param longest pixels of the longer side, at least 1
   */
  public ImageSize atMost(int longest) {
    if (longest < 1) {
      throw new IllegalArgumentException(
          "The longest side must be at least 1 pixel, but got: " + longest + ".");
    }
    if (Math.max(width, height) <= longest) {
      return this;
    }
    return height > width
        ? new ImageSize(shortened(width, longest, height), longest)
        : new ImageSize(longest, shortened(height, longest, width));
  }

  private static int shortened(int side, int longest, int longer) {
    return (int) Math.max(1, (long) longest * side / longer);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
