package io.pentimento.inpaint;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;

/**
 * SVG's elliptical arcs as cubic curves: SVG 1.1, appendix F.6, with the ellipse taken as a unit
 * circle that is stretched, turned and moved. A curve spans at most a quarter of the circle, and is
 * off by less than 0.03 percent of the radius.
 */
final class SvgArc {
  /** Below this, an arc that is shorter than half its ellipse is a line to all our digits. */
  private static final double STRAIGHT = 1e-6;

  private SvgArc() {}

  /**
   * Draws an arc from the path's current point. Radii of 0 give a line, radii that are too small to
   * reach the end grow, and an arc that ends where it starts is left out.
   *
   * @return whether all coordinates came out finite; if not, the path is as before
   */
  static boolean append(
      Path2D path,
      double radiusX,
      double radiusY,
      double degrees,
      boolean large,
      boolean sweep,
      double toX,
      double toY) {
    Point2D from = path.getCurrentPoint();
    if (from.getX() == toX && from.getY() == toY) {
      return true;
    }
    double angle = Math.toRadians(degrees % 360);
    double halfX = from.getX() / 2 - toX / 2;
    double halfY = from.getY() / 2 - toY / 2;
    // The start on the unit circle, seen from the middle between start and end (step 1).
    double u = (Math.cos(angle) * halfX + Math.sin(angle) * halfY) / radiusX;
    double v = (Math.cos(angle) * halfY - Math.sin(angle) * halfX) / radiusY;
    double reach = Math.hypot(u, v);
    if (radiusX == 0 || radiusY == 0 || (reach < STRAIGHT && !large)) {
      path.lineTo(toX, toY);
      return true;
    }
    double growth = Math.max(1, reach);
    double side = large == sweep ? -1 : 1;
    double offset = side * Math.sqrt(Math.max(0, 1 / reach / reach - 1));
    double startU = u / growth;
    double startV = v / growth;
    double centreU = offset * startV;
    double centreV = -offset * startU;
    AffineTransform placing = new AffineTransform();
    placing.translate(from.getX() / 2 + toX / 2, from.getY() / 2 + toY / 2);
    placing.rotate(angle);
    placing.scale(radiusX * growth, radiusY * growth);
    placing.translate(centreU, centreV);
    double start = Math.atan2(startV - centreV, startU - centreU);
    double end = Math.atan2(-startV - centreV, -startU - centreU);
    double turn = end - start;
    if (sweep && turn < 0) {
      turn += 2 * Math.PI;
    } else if (!sweep && turn > 0) {
      turn -= 2 * Math.PI;
    }
    return draw(path, placing, start, turn, toX, toY);
  }

  private static boolean draw(
      Path2D path, AffineTransform placing, double start, double turn, double toX, double toY) {
    int count = Math.max(1, (int) Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9));
    double step = turn / count;
    double handle = 4.0 / 3 * Math.tan(step / 4);
    double[] points = new double[6 * count];
    for (int i = 0; i < count; i++) {
      double a = start + i * step;
      double b = a + step;
      points[6 * i] = Math.cos(a) - handle * Math.sin(a);
      points[6 * i + 1] = Math.sin(a) + handle * Math.cos(a);
      points[6 * i + 2] = Math.cos(b) + handle * Math.sin(b);
      points[6 * i + 3] = Math.sin(b) - handle * Math.cos(b);
      points[6 * i + 4] = Math.cos(b);
      points[6 * i + 5] = Math.sin(b);
    }
    placing.transform(points, 0, points, 0, 3 * count);
    // The end is what was asked, without the rounding on the way around.
    points[6 * count - 2] = toX;
    points[6 * count - 1] = toY;
    for (double point : points) {
      if (!Double.isFinite(point)) {
        return false;
      }
    }
    for (int i = 0; i < points.length; i += 6) {
      path.curveTo(
          points[i], points[i + 1], points[i + 2], points[i + 3], points[i + 4], points[i + 5]);
    }
    return true;
  }
}
