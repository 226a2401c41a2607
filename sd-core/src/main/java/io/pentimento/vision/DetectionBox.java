package io.pentimento.vision;

/**
 * A rectangle around something, in pixels of the picture; places between pixels are allowed.
 *
 * @param left the left edge, from 0 at the picture's
 * @param top the upper edge, from 0 at the picture's
 * @param right the right edge, at least {@code left}
 * @param bottom the lower edge, at least {@code top}
 */
public record DetectionBox(double left, double top, double right, double bottom) {
  /** Refuses boxes that are turned inside out, and edges that are no numbers. */
  public DetectionBox {
    if (!(left <= right && top <= bottom) || !Double.isFinite(right - left + bottom - top)) {
      throw new IllegalArgumentException(
          "A box must have left <= right and top <= bottom, but got: %s, %s, %s, %s."
              .formatted(left, top, right, bottom));
    }
  }

  /** Returns the distance from left to right. */
  public double width() {
    return right - left;
  }

  /** Returns the distance from top to bottom. */
  public double height() {
    return bottom - top;
  }

  /** Returns the area in pixels. */
  public double area() {
    return width() * height();
  }

  /** Returns the area that two boxes share over the area that they cover together, 0 to 1. */
  public double overlap(DetectionBox other) {
    double across = Math.min(right, other.right) - Math.max(left, other.left);
    double down = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    return across * down / (area() + other.area() - across * down);
  }
}
