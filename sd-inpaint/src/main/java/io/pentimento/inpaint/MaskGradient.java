package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.awt.geom.Point2D;

/** Masks whose level changes evenly from one place to another. */
public final class MaskGradient {
  private MaskGradient() {}

  /**
   * Rises from 0 at one point to 255 at another, along the line through both; beyond them the level
   * stays. Points are in pixels from the left upper corner of the picture, and may lie outside.
   *
   * @throws IllegalArgumentException if a coordinate is not finite, or both points are the same
   */
  public static Mask linear(ImageSize size, Point2D keep, Point2D repaint) {
    requireFinite("keep", keep);
    requireFinite("repaint", repaint);
    double dx = repaint.getX() - keep.getX();
    double dy = repaint.getY() - keep.getY();
    double length = Math.hypot(dx, dy);
    if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "keep and repaint must be different points, but got: %s and %s."
              .formatted(text(keep), text(repaint)));
    }
    double perX = dx / length / length;
    double perY = dy / length / length;
    byte[] levels = new byte[size.width() * size.height()];
    for (int y = 0, at = 0; y < size.height(); y++) {
      double down = (y + 0.5 - keep.getY()) * perY;
      for (int x = 0; x < size.width(); x++, at++) {
        levels[at] = level((x + 0.5 - keep.getX()) * perX + down);
      }
    }
    return Mask.of(size, levels);
  }

  /**
   * Falls from 255 to 0 around a centre: 255 up to the inner radius, 0 from the outer radius on.
   *
   * @param centre in pixels from the left upper corner of the picture
   * @param innerRadius in pixels, at least 0
   * @param outerRadius in pixels, above the inner one
   * @throws IllegalArgumentException if a number is not finite, or the radii are not as said
   */
  public static Mask radial(
      ImageSize size, Point2D centre, double innerRadius, double outerRadius) {
    requireFinite("centre", centre);
    if (!(innerRadius >= 0
        && outerRadius > innerRadius
        && outerRadius < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "0 <= innerRadius < outerRadius must hold, but got: %s and %s."
              .formatted(innerRadius, outerRadius));
    }
    byte[] levels = new byte[size.width() * size.height()];
    for (int y = 0, at = 0; y < size.height(); y++) {
      double dy = y + 0.5 - centre.getY();
      for (int x = 0; x < size.width(); x++, at++) {
        double dx = x + 0.5 - centre.getX();
        double distance = Math.sqrt(dx * dx + dy * dy);
        levels[at] = level((outerRadius - distance) / (outerRadius - innerRadius));
      }
    }
    return Mask.of(size, levels);
  }

  private static byte level(double share) {
    return (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
  }

  private static void requireFinite(String name, Point2D point) {
    if (!Double.isFinite(point.getX()) || !Double.isFinite(point.getY())) {
      throw new IllegalArgumentException(
          name + " must have finite coordinates, but got: " + text(point) + ".");
    }
  }

  private static String text(Point2D point) {
    return "(" + point.getX() + ", " + point.getY() + ")";
  }
}
