package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaskComponentTest {
  @Property(tries = 200)
  void components_partitionTheMask(@ForAll("masks") Mask mask, @ForAll Neighbours neighbours) {
    Mask union = Mask.none(mask.size());
    int area = 0;
    int last = Integer.MAX_VALUE;
    for (MaskComponent part : mask.components(neighbours)) {
      assertThat(part.area()).isBetween(1, last).isEqualTo(part.mask().markedPixels());
      assertThat(part.mask().boundingBox()).contains(part.boundingBox());
      assertThat(part.mask().components(neighbours)).hasSize(1);
      assertThat(touches(part.mask(), union, neighbours)).isFalse();
      union = union.union(part.mask());
      area += part.area();
      last = part.area();
    }
    assertThat(union).isEqualTo(mask);
    assertThat(area).isEqualTo(mask.markedPixels());
  }

  /** Tells whether a pixel of one mask is, or is a neighbour of, a pixel of another. */
  private static boolean touches(Mask a, Mask b, Neighbours neighbours) {
    ImageSize size = a.size();
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        if (a.level(x, y) > 0 && besideOrIn(b, x, y, neighbours)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean besideOrIn(Mask mask, int x, int y, Neighbours neighbours) {
    for (int v = Math.max(0, y - 1); v <= Math.min(mask.size().height() - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(mask.size().width() - 1, x + 1); u++) {
        boolean near = neighbours == Neighbours.EIGHT || u == x || v == y;
        if (near && mask.level(u, v) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  @Property(tries = 100)
  void removeSpecks_keepsLargeComponents(
      @ForAll("masks") Mask mask,
      @ForAll Neighbours neighbours,
      @ForAll @IntRange(max = 12) int area) {
    Mask expected =
        mask.components(neighbours).stream()
            .filter(part -> part.area() >= area)
            .map(MaskComponent::mask)
            .reduce(Mask.none(mask.size()), Mask::union);
    assertThat(mask.removeSpecks(area, neighbours)).isEqualTo(expected);
  }

  @Test
  void components_areInOrderOfAreaAndPlace() {
    ImageSize size = new ImageSize(12, 8);
    Mask corner = Mask.rectangle(size, new Rectangle(9, 0, 2, 2));
    Mask touching = Mask.rectangle(size, new Rectangle(7, 2, 2, 2));
    Mask large = Mask.rectangle(size, new Rectangle(1, 4, 5, 3));
    Mask mask = corner.union(touching).union(large);
    assertThat(mask.components(Neighbours.FOUR))
        .extracting(MaskComponent::mask)
        .containsExactly(large, corner, touching);
    List<MaskComponent> parts = mask.components(Neighbours.EIGHT);
    assertThat(parts)
        .extracting(MaskComponent::mask)
        .containsExactly(large, corner.union(touching));
    assertThat(parts.get(1).boundingBox()).isEqualTo(new Rectangle(7, 0, 4, 4));
    assertThat(parts.get(1)).hasToString("MaskComponent[8 pixels in 4x4 at (7, 0)]");
    assertThat(Mask.none(size).components(Neighbours.FOUR)).isEmpty();
  }

  @Test
  void components_ofALongSnakeNeedNoDeepStack() {
    ImageSize size = new ImageSize(1001, 1001);
    byte[] levels = new byte[1001 * 1001];
    for (int y = 0; y < 1001; y++) {
      for (int x = 0; x < 1001; x++) {
        boolean bridge = y % 4 == 1 ? x == 1000 : x == 0;
        levels[y * 1001 + x] = (byte) (y % 2 == 0 || bridge ? 255 : 0);
      }
    }
    assertThat(Mask.of(size, levels).components(Neighbours.FOUR)).hasSize(1);
  }

  @Provide
  static Arbitrary<Mask> masks() {
    return SmallMasks.masks();
  }
}
