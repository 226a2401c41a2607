package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaskSelectionTest {
  @Property(tries = 300)
  void connectedTo_isWhatAPlainFloodReaches(
      @ForAll @IntRange(min = 1, max = 14) int width,
      @ForAll @IntRange(min = 1, max = 14) int height,
      @ForAll Neighbours neighbours,
      @ForAll @IntRange(max = 3) int tolerance,
      @ForAll long seed) {
    Random random = new Random(seed);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt(4) << 16 | random.nextInt(3) << 8);
      }
    }
    Point start = new Point(random.nextInt(width), random.nextInt(height));
    MaskSelection selection = MaskSelection.in(picture).tolerance(tolerance).neighbours(neighbours);
    Mask connected = selection.connectedTo(start.x, start.y);
    Set<Point> reached = plainFlood(picture, start, tolerance, neighbours);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat(connected.level(x, y)).isEqualTo(reached.contains(new Point(x, y)) ? 255 : 0);
      }
    }
    Mask everywhere = selection.similarTo(start.x, start.y);
    assertThat(everywhere).isEqualTo(everywhere.union(connected));
    assertThat(everywhere).isEqualTo(selection.color(new Color(picture.getRGB(start.x, start.y))));
  }

  private static Set<Point> plainFlood(
      BufferedImage picture, Point start, int tolerance, Neighbours neighbours) {
    Set<Point> reached = new HashSet<>(Set.of(start));
    Deque<Point> pending = new ArrayDeque<>(reached);
    Rectangle all = new Rectangle(picture.getWidth(), picture.getHeight());
    while (!pending.isEmpty()) {
      Point at = pending.pop();
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          Point next = new Point(at.x + dx, at.y + dy);
          boolean near = neighbours == Neighbours.EIGHT || dx == 0 || dy == 0;
          if (near
              && all.contains(next)
              && distance(picture, start, next) <= tolerance
              && reached.add(next)) {
            pending.push(next);
          }
        }
      }
    }
    return reached;
  }

  private static int distance(BufferedImage picture, Point a, Point b) {
    Color one = new Color(picture.getRGB(a.x, a.y));
    Color two = new Color(picture.getRGB(b.x, b.y));
    return Math.max(
        Math.abs(one.getRed() - two.getRed()), Math.abs(one.getGreen() - two.getGreen()));
  }

  @Test
  void color_fadesOutBeyondTheTolerance() {
    BufferedImage ramp = new BufferedImage(256, 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 256; x++) {
      ramp.setRGB(x, 0, new Color(50, x, 90).getRGB());
    }
    Mask mask = MaskSelection.in(ramp).tolerance(10).fuzziness(4).color(new Color(50, 100, 90));
    int[] around = new int[8];
    for (int i = 0; i < around.length; i++) {
      around[i] = mask.level(109 + i, 0);
      assertThat(mask.level(91 - i, 0)).isEqualTo(around[i]);
    }
    assertThat(around).containsExactly(255, 255, 204, 153, 102, 51, 0, 0);
  }

  @Test
  void color_tellsTransparentPixelsApart() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0xffc08040);
    picture.setRGB(1, 0, 0x40c08040);
    Mask opaque = MaskSelection.in(picture).color(new Color(0xc08040));
    assertThat(opaque.level(0, 0)).isEqualTo(255);
    assertThat(opaque.level(1, 0)).isZero();
  }

  @Test
  void sampleSize_takesTheMeanOfTheSquare() {
    BufferedImage picture = new BufferedImage(5, 5, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(2, 2, 0, 225);
    picture.getRaster().setSample(0, 4, 0, 25);
    MaskSelection mean = MaskSelection.in(picture).tolerance(0).sampleSize(3);
    assertThat(mean.similarTo(2, 2))
        .isEqualTo(Mask.rectangle(new ImageSize(5, 5), new Rectangle(0, 4, 1, 1)));
    assertThat(mean.connectedTo(2, 2).isEmpty()).isTrue();
    assertThat(mean.sampleSize(5).similarTo(2, 2).isEmpty()).isTrue();
    assertThat(mean.tolerance(1).sampleSize(5).tolerance(10).similarTo(2, 2).markedPixels())
        .isEqualTo(23);
  }

  @Test
  void smoothEdges_changeOnlyPixelsAtTheEdge() {
    BufferedImage picture = new BufferedImage(10, 4, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 4; y++) {
      for (int x = 5; x < 10; x++) {
        picture.setRGB(x, y, 0xffffff);
      }
    }
    MaskSelection selection = MaskSelection.in(picture);
    Mask hard = selection.connectedTo(9, 0);
    Mask smooth = selection.smoothEdges(true).connectedTo(9, 0);
    for (int x = 0; x < 10; x++) {
      if (x == 4 || x == 5) {
        assertThat(smooth.level(x, 2)).isBetween(1, 254);
      } else {
        assertThat(smooth.level(x, 2)).isEqualTo(hard.level(x, 2));
      }
    }
    assertThat(selection.smoothEdges(true).similarTo(9, 0)).isEqualTo(smooth);
  }

  @Test
  void selection_refusesWhatIsOutOfRange() {
    MaskSelection selection = MaskSelection.in(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));
    assertThatThrownBy(() -> selection.tolerance(256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tolerance must be in [0, 255], but got: 256.");
    assertThatThrownBy(() -> selection.fuzziness(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fuzziness must be in [0, 255], but got: -1.");
    assertThatThrownBy(() -> selection.sampleSize(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sampleSize must be 1, 3 or 5, but got: 2.");
    assertThatThrownBy(() -> selection.connectedTo(3, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("(3, 0) is outside of a 3x2 picture.");
  }
}
