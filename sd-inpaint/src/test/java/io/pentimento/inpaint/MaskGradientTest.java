package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import java.awt.Point;
import java.awt.geom.Point2D;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class MaskGradientTest {
  private static final ImageSize SIZE = new ImageSize(21, 13);

  @Test
  void linear_risesAlongItsLine() {
    Mask mask = MaskGradient.linear(new ImageSize(10, 2), new Point(2, 0), new Point(7, 0));
    int[] levels = new int[10];
    for (int x = 0; x < 10; x++) {
      levels[x] = mask.level(x, 0);
      assertThat(mask.level(x, 1)).isEqualTo(levels[x]);
    }
    assertThat(levels).containsExactly(0, 0, 26, 77, 128, 179, 230, 255, 255, 255);
  }

  @Property(tries = 200)
  void linear_turnedRoundIsTheInverse(
      @ForAll @DoubleRange(min = -30, max = 30) double x,
      @ForAll @DoubleRange(min = -30, max = 30) double y) {
    Point2D from = new Point2D.Double(x, y);
    Point2D to = new Point2D.Double(15.5, 31);
    Mask there = MaskGradient.linear(SIZE, from, to);
    Mask inverse = MaskGradient.linear(SIZE, to, from).invert();
    for (int v = 0; v < SIZE.height(); v++) {
      for (int u = 0; u < SIZE.width(); u++) {
        // Halves are rounded up both ways, so they may be one apart.
        assertThat(Math.abs(there.level(u, v) - inverse.level(u, v))).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void radial_fallsFromTheInnerToTheOuterRadius() {
    Mask mask = MaskGradient.radial(SIZE, new Point2D.Double(10.5, 6.5), 2, 6);
    int[] levels = new int[8];
    for (int i = 0; i < 8; i++) {
      levels[i] = mask.level(10 + i, 6);
      assertThat(mask.level(10 - i, 6)).isEqualTo(levels[i]);
    }
    assertThat(levels).containsExactly(255, 255, 255, 191, 128, 64, 0, 0);
    assertThat(mask.level(10, 2)).isEqualTo(128);
    assertThat(mask.level(13, 10)).isEqualTo(64);
  }

  @Test
  void gradients_refuseWhatGivesNone() {
    Point place = new Point(3, 4);
    assertThatThrownBy(() -> MaskGradient.linear(SIZE, place, place))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "keep and repaint must be different points, but got: (3.0, 4.0) and (3.0, 4.0).");
    Point2D nowhere = new Point2D.Double(Double.NaN, 0);
    assertThatThrownBy(() -> MaskGradient.linear(SIZE, place, nowhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("repaint must have finite coordinates, but got: (NaN, 0.0).");
    assertThatThrownBy(() -> MaskGradient.radial(SIZE, place, 5, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 <= innerRadius < outerRadius must hold, but got: 5.0 and 5.0.");
  }
}
