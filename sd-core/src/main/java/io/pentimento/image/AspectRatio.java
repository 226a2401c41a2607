package io.pentimento.image;

/**
 * Width to height.
 *
 * @param width at least 1
 * @param height at least 1
 */
public record AspectRatio(int width, int height) {
  /** Checks both sides. */
  public AspectRatio {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "An aspect ratio must have sides of at least 1, but got: %d:%d."
              .formatted(width, height));
    }
  }

  /**
   * Returns a size of this shape that has about as many pixels as a square.
   *
   * @param side the square's side in pixels
   * @param multiple what both sides are multiples of
   */
  public ImageSize withAreaOf(int side, int multiple) {
    double root = Math.sqrt((double) width / height);
    return new ImageSize(rounded(side * root, multiple), rounded(side / root, multiple));
  }

  private static int rounded(double side, int multiple) {
    return (int) Math.max(1, Math.round(side / multiple)) * multiple;
  }
}
