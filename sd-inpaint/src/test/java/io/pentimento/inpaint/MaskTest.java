package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaskTest {
  private static final ImageSize SIZE = new ImageSize(23, 17);

  @Property(tries = 200)
  void algebra_keepsItsLaws(
      @ForAll("masks") Mask a, @ForAll("masks") Mask b, @ForAll("masks") Mask c) {
    assertThat(a.invert().invert()).isEqualTo(a);
    assertThat(a.union(b)).isEqualTo(b.union(a));
    assertThat(a.intersect(b)).isEqualTo(b.intersect(a));
    assertThat(a.union(a)).isEqualTo(a);
    assertThat(a.union(b).union(c)).isEqualTo(a.union(b.union(c)));
    assertThat(a.intersect(b.union(c))).isEqualTo(a.intersect(b).union(a.intersect(c)));
    assertThat(a.union(b).invert()).isEqualTo(a.invert().intersect(b.invert()));
    assertThat(a.subtract(b)).isEqualTo(a.intersect(b.invert()));
    assertThat(a.union(Mask.none(SIZE))).isEqualTo(a);
    assertThat(a.intersect(Mask.all(SIZE))).isEqualTo(a);
  }

  @Property(tries = 100)
  void grow_isTheLargestLevelWithinADisc(
      @ForAll("masks") Mask mask, @ForAll @IntRange(max = 9) int radius) {
    Mask grown = mask.grow(radius);
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        assertThat(grown.level(x, y))
            .as("level at %d, %d", x, y)
            .isEqualTo(largestAround(mask, x, y, radius));
      }
    }
    assertThat(mask.shrink(radius)).isEqualTo(mask.invert().grow(radius).invert());
  }

  private static int largestAround(Mask mask, int x, int y, int radius) {
    int largest = 0;
    for (int dy = -radius; dy <= radius; dy++) {
      for (int dx = -radius; dx <= radius; dx++) {
        boolean inside =
            x + dx >= 0 && x + dx < SIZE.width() && y + dy >= 0 && y + dy < SIZE.height();
        if (inside && dx * dx + dy * dy <= radius * radius) {
          largest = Math.max(largest, mask.level(x + dx, y + dy));
        }
      }
    }
    return largest;
  }

  @Test
  void fromLuminance_takesStoredGrey() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 0, 0, 100);
    assertThat(Mask.fromLuminance(image).level(1, 0)).isEqualTo(100);
  }

  @Test
  void fromAlpha_ofOpaquePictureIsAll() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    assertThat(Mask.fromAlpha(image)).isEqualTo(Mask.all(new ImageSize(2, 1)));
  }

  @Test
  void rectangle_isWholePixelsAndCutOff() {
    Mask mask = Mask.rectangle(SIZE, new Rectangle(20, -2, 10, 5));
    assertThat(mask.boundingBox()).contains(new Rectangle(20, 0, 3, 3));
    assertThat(mask.coverage()).isEqualTo(9.0 / (23 * 17));
    assertThat(Mask.rectangle(SIZE, new Rectangle(50, 50, 3, 3)).isEmpty()).isTrue();
    // Beside the last row, where a row of the mask has no successor.
    Rectangle right = new Rectangle(2 * SIZE.width(), SIZE.height() - 1, 3, 1);
    assertThat(Mask.rectangle(SIZE, right).isEmpty()).isTrue();
    assertThat(Mask.none(SIZE).boundingBox()).isEmpty();
  }

  @Test
  void drawing_marksTheInside() {
    Mask polygon =
        Mask.polygon(
            SIZE, List.of(new Point(2, 2), new Point(12, 2), new Point(12, 12), new Point(2, 12)));
    assertThat(polygon).isEqualTo(Mask.rectangle(SIZE, new Rectangle(2, 2, 10, 10)));
    Mask ellipse = Mask.ellipse(SIZE, new Rectangle(2, 2, 10, 10));
    assertThat(ellipse.level(7, 7)).isEqualTo(255);
    assertThat(ellipse.level(2, 2)).isZero();
    Mask stroke = Mask.brushStroke(SIZE, List.of(new Point(4, 8), new Point(18, 8)), 3, 0);
    assertThat(stroke.level(11, 8)).isEqualTo(255);
    assertThat(stroke.level(11, 12)).isZero();
    Mask soft = Mask.brushStroke(SIZE, List.of(new Point(11, 8)), 8, 1);
    assertThat(soft.level(11, 8)).isGreaterThan(soft.level(15, 8));
    assertThat(soft.level(15, 8)).isBetween(1, 254);
  }

  @Test
  void union_refusesOtherSize() {
    assertThatThrownBy(() -> Mask.none(SIZE).union(Mask.none(new ImageSize(2, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Both masks must have the same size, but this one is 23x17 and the other 2x3. Call"
                + " resize(...) on one of them.");
  }

  @Test
  void feather_refusesNegativeSigma() {
    assertThatThrownBy(() -> Mask.none(SIZE).feather(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sigma must be in [0, 4096] pixels, but got: -1.0.");
  }

  @Provide
  static Arbitrary<Mask> masks() {
    Arbitrary<Byte> levels =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just((byte) 0)),
            Tuple.of(3, Arbitraries.just((byte) 255)),
            Tuple.of(1, Arbitraries.bytes()));
    return levels
        .array(byte[].class)
        .ofSize(SIZE.width() * SIZE.height())
        .map(bytes -> Mask.of(SIZE, bytes));
  }
}
