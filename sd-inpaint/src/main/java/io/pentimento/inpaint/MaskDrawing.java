package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws masks. */
final class MaskDrawing {
  private MaskDrawing() {}

  static Mask ellipse(ImageSize size, Rectangle bounds) {
    return shape(size, new Ellipse2D.Double(bounds.x, bounds.y, bounds.width, bounds.height));
  }

  static Mask polygon(ImageSize size, List<? extends Point2D> corners) {
    if (corners.size() < 3) {
      throw new IllegalArgumentException(
          "A polygon must have at least 3 corners, but got: " + corners.size() + ".");
    }
    Path2D path = new Path2D.Double();
    path.moveTo(corners.get(0).getX(), corners.get(0).getY());
    corners.stream().skip(1).forEach(corner -> path.lineTo(corner.getX(), corner.getY()));
    path.closePath();
    return shape(size, path);
  }

  /**
   * Takes the coverage of a shape from the alpha of an opaque fill: grey images would bend it by a
   * gamma curve.
   */
  static Mask shape(ImageSize size, Shape shape) {
    BufferedImage canvas =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(Color.WHITE);
      graphics.fill(shape);
    } finally {
      graphics.dispose();
    }
    return Mask.fromAlpha(canvas);
  }

  static Mask brushStroke(
      ImageSize size, List<? extends Point2D> points, double radius, double softness) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException(
          "A brush stroke must have at least 1 point, but got none.");
    }
    if (!(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("radius must be above 0, but got: " + radius + ".");
    }
    if (!(softness >= 0 && softness <= 1)) {
      throw new IllegalArgumentException("softness must be in [0, 1], but got: " + softness + ".");
    }
    Pixels levels = Pixels.blank(size.width(), size.height(), 1);
    Point2D from = points.get(0);
    for (Point2D to : points) {
      dab(levels, new Line2D.Double(from, to), radius, Math.max(1, softness * radius));
      from = to;
    }
    return Mask.of(levels);
  }

  /** Marks what is near a line, fading out over the last pixels before the radius. */
  private static void dab(Pixels levels, Line2D line, double radius, double fade) {
    Rectangle reach = line.getBounds();
    reach.grow((int) Math.ceil(radius) + 2, (int) Math.ceil(radius) + 2);
    Rectangle inside = reach.intersection(new Rectangle(levels.width(), levels.height()));
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      for (int x = inside.x; x < inside.x + inside.width; x++) {
        double distance = line.ptSegDist(x + 0.5, y + 0.5);
        double level = Math.max(0, Math.min(1, (radius + 0.5 - distance) / fade));
        int at = y * levels.width() + x;
        byte[] samples = levels.samples();
        samples[at] = (byte) Math.max(samples[at] & 0xff, (int) Math.round(255 * level));
      }
    }
  }
}
