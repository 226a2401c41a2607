package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvgPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "M 10 20 L 30 40 Z | M10,20 L30,40 Z",
        "m10-20 30.5.5 | M10,-20 L40.5,-19.5",
        "M1 2 3 4 5 6 | M1,2 L3,4 L5,6",
        "M1,2 H5 h2 3 V9 v-1 | M1,2 L5,2 L7,2 L10,2 L10,9 L10,8",
        "M1 1 C2 2 3 3 4 4 S 6 6 7 7 | M1,1 C2,2 3,3 4,4 C5,5 6,6 7,7",
        "m1 1c1 1 2 2 3 3s2 2 3 3 | M1,1 C2,2 3,3 4,4 C5,5 6,6 7,7",
        "M1 1 S 6 6 7 7 | M1,1 C1,1 6,6 7,7",
        "M1 1 Q2 3 4 4 T7 7 9 9 | M1,1 Q2,3 4,4 Q6,5 7,7 Q8,9 9,9",
        "m1 1q1 2 3 3t3 3 | M1,1 Q2,3 4,4 Q6,5 7,7",
        "M1 1 Q2 3 4 4 L5 5 T7 7 | M1,1 Q2,3 4,4 L5,5 Q5,5 7,7",
        "M1 1 C2 2 3 3 4 4 T 7 7 | M1,1 C2,2 3,3 4,4 Q4,4 7,7",
        "m5 5h2v2z m1 1 h1 | M5,5 L7,5 L7,7 Z M6,6 L7,6",
        "m5 5h2v2z l1 1 | M5,5 L7,5 L7,7 Z M5,5 L6,6",
        "M5 5 L6 6 Z z | M5,5 L6,6 Z",
        "M 1e1 1E-1 L +2. -.5e+1 | M10,0.1 L2,-5",
        "M 0 0 A 0 5 0 0 1 9 9 | M0,0 L9,9",
        "M 3 3 A 5 5 0 0 1 3 3 L 4 4 | M3,3 L4,4",
        "M0 0 1 1 , 2,2 | M0,0 L1,1 L2,2",
      })
  void parse_readsTheGrammar(String data, String expected) {
    assertThat(text(SvgPath.parse(data))).isEqualTo(expected.trim());
  }

  @Test
  void parse_ofNothingIsAnEmptyPath() {
    assertThat(text(SvgPath.parse(" \n\t"))).isEmpty();
    assertThat(text(SvgPath.parse(""))).isEmpty();
  }

  private static String text(Path2D path) {
    StringBuilder text = new StringBuilder();
    double[] points = new double[6];
    for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
      int kind = i.currentSegment(points);
      text.append(text.length() == 0 ? "" : " ").append("MLQCZ".charAt(kind));
      int count = kind == PathIterator.SEG_LINETO ? 1 : kind == PathIterator.SEG_CLOSE ? 0 : kind;
      for (int p = 0; p < Math.max(kind == PathIterator.SEG_MOVETO ? 1 : 0, count); p++) {
        text.append(p == 0 ? "" : " ").append(brief(points[2 * p]));
        text.append(',').append(brief(points[2 * p + 1]));
      }
    }
    return text.toString();
  }

  private static String brief(double number) {
    String text = String.format(Locale.ROOT, "%.4f", number);
    return text.replaceAll("\\.?0+$", "");
  }

  @Property(tries = 300)
  void arc_liesOnTheEllipseThroughBothEnds(
      @ForAll @DoubleRange(min = 5, max = 40) double radiusX,
      @ForAll @DoubleRange(min = 5, max = 40) double radiusY,
      @ForAll @DoubleRange(min = -400, max = 400) double degrees,
      @ForAll @DoubleRange(min = 1, max = 4) double toX,
      @ForAll boolean large,
      @ForAll boolean sweep) {
    Path2D path =
        SvgPath.parse(
            "M 0 0 A %s %s %s %d%d%s 3"
                .formatted(radiusX, radiusY, degrees, large ? 1 : 0, sweep ? 1 : 0, toX));
    assertThat(path.getCurrentPoint()).isEqualTo(new Point2D.Double(toX, 3));
    double[] p = new double[6];
    double[] centre = centre(radiusX, radiusY, degrees, toX, large != sweep);
    double turn = 0;
    double lastX = 0;
    double lastY = 0;
    for (PathIterator i = path.getPathIterator(null, 0.001); !i.isDone(); i.next()) {
      i.currentSegment(p);
      double[] onCircle = onCircle(p[0] - centre[0], p[1] - centre[1], radiusX, radiusY, degrees);
      assertThat(Math.hypot(onCircle[0], onCircle[1])).isCloseTo(1, within(0.001));
      double[] last = onCircle(lastX - centre[0], lastY - centre[1], radiusX, radiusY, degrees);
      turn +=
          Math.atan2(
              last[0] * onCircle[1] - last[1] * onCircle[0],
              last[0] * onCircle[0] + last[1] * onCircle[1]);
      lastX = p[0];
      lastY = p[1];
    }
    assertThat(turn > 0).isEqualTo(sweep);
    assertThat(Math.abs(turn) > Math.PI).isEqualTo(large);
  }

  /** Turns and scales the ellipse to the unit circle. */
  private static double[] onCircle(double x, double y, double rx, double ry, double degrees) {
    double angle = Math.toRadians(degrees);
    return new double[] {
      (x * Math.cos(angle) + y * Math.sin(angle)) / rx,
      (y * Math.cos(angle) - x * Math.sin(angle)) / ry
    };
  }

  /** Finds the centre from two points of a unit circle: on the bisector of their chord. */
  private static double[] centre(
      double rx, double ry, double degrees, double toX, boolean otherSide) {
    double[] end = onCircle(toX, 3, rx, ry, degrees);
    double half = Math.hypot(end[0], end[1]) / 2;
    double rise = Math.sqrt(1 - half * half) / (2 * half) * (otherSide ? 1 : -1);
    double u = end[0] / 2 - end[1] * rise;
    double v = end[1] / 2 + end[0] * rise;
    double angle = Math.toRadians(degrees);
    return new double[] {
      u * rx * Math.cos(angle) - v * ry * Math.sin(angle),
      u * rx * Math.sin(angle) + v * ry * Math.cos(angle)
    };
  }

  @Test
  void arc_growsRadiiThatAreTooSmall() {
    Path2D half = SvgPath.parse("M 0 10 A 1 1 0 0 1 20 10");
    assertThat(half.getBounds2D().getMinY()).isCloseTo(0, within(0.01));
    assertThat(SvgPath.parse("M 0 10 a 1e-300 1e-300 0 0 1 20 0").getBounds2D().getMinY())
        .isCloseTo(0, within(0.01));
  }

  @Test
  void shape_ofAPathIsItsInside() {
    ImageSize size = new ImageSize(32, 32);
    assertThat(Mask.shape(size, SvgPath.parse("M4 4h20v10H4z")))
        .isEqualTo(Mask.rectangle(size, new Rectangle(4, 4, 20, 10)));
    Path2D ring = SvgPath.parse("M4 4h20v20H4z M8 8h12v12H8z");
    assertThat(Mask.shape(size, ring).level(14, 14)).isEqualTo(255);
    ring.setWindingRule(Path2D.WIND_EVEN_ODD);
    assertThat(Mask.shape(size, ring).level(14, 14)).isZero();
    Mask disc = Mask.shape(size, SvgPath.parse("M16 4a12 12 0 1 0 .001 0z"));
    assertThat(disc.coverage())
        .isCloseTo(Mask.ellipse(size, new Rectangle(4, 4, 24, 24)).coverage(), within(0.0005));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "L 1 2 | the command M or m at index 0, but got: \"L 1 2\".",
        "M 1 | a number at index 3, but got: the end after \"M 1\".",
        "M,1 2 | a number at index 1, but got: \",1 2\" after \"M\".",
        "M 1 2, L 3 4 | a number at index 7, but got: \"L 3 4\" after \"M 1 2, \".",
        "M 1,,2 | a number at index 4, but got: \",2\" after \"M 1,\".",
        "M 1 2 L 3 4 x | a command (M Z L H V C S Q T A, in either case) at index 12, but got:"
            + " \"x\" after \"M 1 2 L 3 4 \".",
        "M 1 2 z 3 4 | a command (M Z L H V C S Q T A, in either case) at index 8, but got:"
            + " \"3 4\" after \"M 1 2 z \".",
        "M 1 2 a 3 3 0 2 0 1 1 | a flag, 0 or 1, at index 14, but got: \"2 0 1 1\" after"
            + " \"M 1 2 a 3 3 0 \".",
        "M 1e999 2 | a number that a double can hold at index 2, but got: \"1e999 2\" after"
            + " \"M \".",
        "M 1e308 0 l 1e308 0 | keep",
      })
  void parse_tellsWhereItStops(String data, String message) {
    String expected =
        message.equals("keep")
            ? "SVG path data must keep all coordinates finite, but they overflow before index 17."
            : "SVG path data must have " + message;
    assertThatThrownBy(() -> SvgPath.parse(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(expected);
  }

  @Property(tries = 3000)
  void parse_readsOrRefusesAnything(@ForAll("almostPaths") String data) {
    try {
      Path2D path = SvgPath.parse(data);
      double[] points = new double[6];
      for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
        i.currentSegment(points);
        for (double point : points) {
          assertThat(point).as(data).isFinite();
        }
      }
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("SVG path data must ").hasMessageContaining(" index ");
    }
  }

  @Provide
  static Arbitrary<String> almostPaths() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "M", "m", "z", "L", "l", "h", "V", "c", "S", "q", "T", "A", "a", " ", ",", "0", "1",
            "-", "+", ".", "e", "1e9", "1e308", "-1e308", "1e-308", "7.5", "00", "\n", "x", "\0");
    return pieces.list().ofMaxSize(60).map(list -> "M0 0" + String.join("", list));
  }
}
