package io.pentimento.inpaint;

import java.awt.geom.Path2D;

/**
 * Reads SVG path data, the text of a path's {@code d} attribute: the whole grammar of SVG 1.1,
 * section 8.3, with relative commands, smooth curves and elliptical arcs.
 *
 * <pre>{@code
 * Mask heart = Mask.shape(size, SvgPath.parse("M 32 56 C 0 32 16 8 32 24 C 48 8 64 32 32 56 Z"));
 * }</pre>
 */
public final class SvgPath {
  private static final String COMMANDS = "MmZzLlHhVvCcSsQqTtAa";

  private final SvgScanner scanner;
  private final Path2D.Double path = new Path2D.Double(Path2D.WIND_NON_ZERO);
  private double x;
  private double y;
  private double startX;
  private double startY;
  private boolean closed;

  /** The last control point, which smooth curves mirror, and the curve it belongs to. */
  private double controlX;

  private double controlY;
  private char lastCurve;

  private SvgPath(String data) {
    this.scanner = new SvgScanner(data);
  }

  /**
   * Reads path data. What it encloses counts by the nonzero rule, SVG's default; {@link
   * Path2D#setWindingRule} sets the other. Empty data is an empty path.
   *
   * @param data for instance {@code "M 10 10 h 80 v 80 z"}, in pixels from the left upper corner
   * @throws IllegalArgumentException if it is no path data, or a coordinate is not finite; the
   *     message tells the index of the first character that does not fit
   */
  public static Path2D parse(String data) {
    return new SvgPath(data).read();
  }

  private Path2D read() {
    boolean first = true;
    while (!scanner.isAtEnd()) {
      char command =
          first
              ? scanner.command("Mm", "the command M or m")
              : scanner.command(COMMANDS, "a command (M Z L H V C S Q T A, in either case)");
      first = false;
      if (command == 'Z' || command == 'z') {
        close();
      } else {
        drawAll(command);
      }
    }
    return path;
  }

  private void close() {
    if (!closed) {
      path.closePath();
    }
    closed = true;
    x = startX;
    y = startY;
    lastCurve = 0;
  }

  /** Draws as often as there are numbers; of more points behind a move, each is a line. */
  private void drawAll(char command) {
    boolean relative = Character.isLowerCase(command);
    char kind = Character.toUpperCase(command);
    do {
      if (kind != 'M' && closed) {
        path.moveTo(startX, startY);
        closed = false;
      }
      draw(kind, relative ? x : 0, relative ? y : 0);
      lastCurve = kind;
      kind = kind == 'M' ? 'L' : kind;
    } while (scanner.hasMoreNumbers());
  }

  private void draw(char kind, double originX, double originY) {
    switch (kind) {
      case 'M' -> move(coordinate(originX), coordinate(originY));
      case 'L' -> line(coordinate(originX), coordinate(originY));
      case 'H' -> line(coordinate(originX), y);
      case 'V' -> line(x, coordinate(originY));
      case 'C' -> cubic(coordinate(originX), coordinate(originY), originX, originY);
      case 'S' -> cubic(mirrored(x, controlX, "CS"), mirrored(y, controlY, "CS"), originX, originY);
      case 'Q' -> quadratic(coordinate(originX), coordinate(originY), originX, originY);
      case 'T' ->
          quadratic(mirrored(x, controlX, "QT"), mirrored(y, controlY, "QT"), originX, originY);
      default -> arc(originX, originY);
    }
  }

  private void move(double toX, double toY) {
    path.moveTo(toX, toY);
    startX = toX;
    startY = toY;
    closed = false;
    goTo(toX, toY);
  }

  private void line(double toX, double toY) {
    path.lineTo(toX, toY);
    goTo(toX, toY);
  }

  private void cubic(double fromControlX, double fromControlY, double originX, double originY) {
    controlX = coordinate(originX);
    controlY = coordinate(originY);
    double toX = coordinate(originX);
    double toY = coordinate(originY);
    path.curveTo(fromControlX, fromControlY, controlX, controlY, toX, toY);
    goTo(toX, toY);
  }

  private void quadratic(double bendX, double bendY, double originX, double originY) {
    controlX = bendX;
    controlY = bendY;
    double toX = coordinate(originX);
    double toY = coordinate(originY);
    path.quadTo(bendX, bendY, toX, toY);
    goTo(toX, toY);
  }

  private void arc(double originX, double originY) {
    double radiusX = Math.abs(scanner.number());
    double radiusY = Math.abs(scanner.number());
    double degrees = scanner.number();
    boolean large = scanner.flag();
    boolean sweep = scanner.flag();
    double toX = coordinate(originX);
    double toY = coordinate(originY);
    if (!SvgArc.append(path, radiusX, radiusY, degrees, large, sweep, toX, toY)) {
      throw scanner.refuseOverflow();
    }
    goTo(toX, toY);
  }

  private void goTo(double toX, double toY) {
    x = toX;
    y = toY;
  }

  /** Mirrors the last control point at the current point, unless another kind of curve was last. */
  private double mirrored(double here, double control, String kinds) {
    if (kinds.indexOf(lastCurve) < 0) {
      return here;
    }
    return finite(here + (here - control));
  }

  private double coordinate(double origin) {
    return finite(origin + scanner.number());
  }

  private double finite(double coordinate) {
    if (!Double.isFinite(coordinate)) {
      throw scanner.refuseOverflow();
    }
    return coordinate;
  }
}
