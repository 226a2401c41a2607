package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reshapes masks beyond discs and blurs, against the slow way of each. */
class MaskShapingTest {
  @Property(tries = 200)
  void growSquare_isTheLargestLevelWithinASquare(
      @ForAll("masks") Mask mask, @ForAll @IntRange(min = 1, max = 40) int side) {
    int before = side / 2;
    int after = side - 1 - before;
    ImageSize size = mask.size();
    byte[] expected = new byte[size.width() * size.height()];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int largest = 0;
        for (int v = Math.max(0, y - before); v <= Math.min(size.height() - 1, y + after); v++) {
          for (int u = Math.max(0, x - before); u <= Math.min(size.width() - 1, x + after); u++) {
            largest = Math.max(largest, mask.level(u, v));
          }
        }
        expected[y * size.width() + x] = (byte) largest;
      }
    }
    assertThat(mask.growSquare(side)).isEqualTo(Mask.of(size, expected));
    assertThat(mask.shrinkSquare(side)).isEqualTo(mask.invert().growSquare(side).invert());
  }

  @Property(tries = 200)
  void grow_isTheSameLevelByLevelAndStepByStep(
      @ForAll("masks") Mask mask, @ForAll @IntRange(max = 40) int radius) {
    byte[] levels = mask.pixels().samples();
    byte[] stepByStep = new DiscDilation(mask.size(), radius).dilateStepByStep(levels);
    byte[] levelByLevel =
        new LevelSetDilation(mask.size(), radius)
            .dilate(levels, LevelSetDilation.occurring(levels));
    assertThat(levelByLevel).isEqualTo(stepByStep);
    assertThat(mask.grow(radius)).isEqualTo(Mask.of(mask.size(), stepByStep));
    Mask hard = mask.threshold(128);
    byte[] hardSteps =
        new DiscDilation(mask.size(), radius).dilateStepByStep(hard.pixels().samples());
    assertThat(hard.grow(radius)).isEqualTo(Mask.of(mask.size(), hardSteps));
  }

  @Property(tries = 100)
  void growThenShrink_containsTheMask(
      @ForAll("masks") Mask mask, @ForAll @IntRange(max = 7) int radius) {
    assertContains(mask.grow(radius).shrink(radius), mask);
    assertContains(mask, mask.shrink(radius).grow(radius));
    int side = 2 * radius + 1;
    assertContains(mask.growSquare(side).shrinkSquare(side), mask);
    assertContains(mask, mask.shrinkSquare(side).growSquare(side));
  }

  @Property(tries = 100)
  void exclude_isWhatOneMaskHasAndTheOtherLacks(@ForAll("pairs") Mask[] pair) {
    Mask a = pair[0];
    Mask b = pair[1];
    assertThat(a.exclude(b)).isEqualTo(b.exclude(a));
    assertThat(a.exclude(b).threshold(128))
        .isEqualTo(a.threshold(128).exclude(b.threshold(128)))
        .isEqualTo(a.threshold(128).union(b.threshold(128)).subtract(both(a, b)));
    assertThat(a.exclude(Mask.none(a.size()))).isEqualTo(a);
    assertThat(a.exclude(Mask.all(a.size()))).isEqualTo(a.invert());
  }

  private static Mask both(Mask a, Mask b) {
    return a.threshold(128).intersect(b.threshold(128));
  }

  @Property(tries = 100)
  void subtract_isTheIntersectionWithTheInverse(@ForAll("pairs") Mask[] pair) {
    Mask a = pair[0];
    Mask b = pair[1];
    assertThat(a.subtract(b)).isEqualTo(a.intersect(b.invert()));
    assertThat(a.subtract(b).invert()).isEqualTo(a.invert().union(b));
    assertThat(a.intersect(b).invert()).isEqualTo(a.invert().union(b.invert()));
    assertThat(a.intersect(a)).isEqualTo(a);
    assertThat(a.subtract(b).subtract(b)).isEqualTo(a.subtract(b));
  }

  @Property(tries = 200)
  void smooth_isTheMedianCutAtHalf(
      @ForAll("masks") Mask mask, @ForAll @IntRange(max = 12) int radius) {
    ImageSize size = mask.size();
    byte[] expected = new byte[size.width() * size.height()];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int vote = 0;
        for (int v = Math.max(0, y - radius); v <= Math.min(size.height() - 1, y + radius); v++) {
          for (int u = Math.max(0, x - radius); u <= Math.min(size.width() - 1, x + radius); u++) {
            vote += mask.level(u, v) >= 128 ? 1 : -1;
          }
        }
        boolean marked = vote > 0 || (vote == 0 && mask.level(x, y) >= 128);
        expected[y * size.width() + x] = (byte) (marked ? 255 : 0);
      }
    }
    assertThat(mask.smooth(radius)).isEqualTo(Mask.of(size, expected));
    assertThat(mask.invert().smooth(radius)).isEqualTo(mask.smooth(radius).invert());
  }

  @Property(tries = 100)
  void fillHoles_fillsEachLevelsHoles(
      @ForAll("masks") Mask mask, @ForAll @IntRange(min = 1, max = 255) int threshold) {
    Mask filled = mask.fillHoles();
    Mask marked = mask.threshold(threshold);
    assertThat(filled.threshold(threshold)).isEqualTo(withoutInnerBackground(marked));
    assertThat(filled.fillHoles()).isEqualTo(filled);
    assertContains(filled, mask);
  }

  /** Adds those parts of the background that do not touch the border of the picture. */
  private static Mask withoutInnerBackground(Mask marked) {
    Mask result = marked;
    int right = marked.size().width();
    int bottom = marked.size().height();
    for (MaskComponent part : marked.invert().components(Neighbours.FOUR)) {
      Rectangle box = part.boundingBox();
      boolean inner =
          box.x > 0 && box.y > 0 && box.x + box.width < right && box.y + box.height < bottom;
      result = inner ? result.union(part.mask()) : result;
    }
    return result;
  }

  @Property(tries = 100)
  void shift_movesLevels(
      @ForAll("masks") Mask mask,
      @ForAll @IntRange(min = -30, max = 30) int dx,
      @ForAll @IntRange(min = -30, max = 30) int dy) {
    ImageSize size = mask.size();
    Mask shifted = mask.shift(dx, dy);
    Mask rolled = mask.roll(dx, dy);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int u = x - dx;
        int v = y - dy;
        boolean inside = u >= 0 && v >= 0 && u < size.width() && v < size.height();
        assertThat(shifted.level(x, y)).isEqualTo(inside ? mask.level(u, v) : 0);
        assertThat(rolled.level(x, y))
            .isEqualTo(mask.level(Math.floorMod(u, size.width()), Math.floorMod(v, size.height())));
      }
    }
    assertThat(mask.shift(Integer.MIN_VALUE, Integer.MAX_VALUE).isEmpty()).isTrue();
  }

  @Property(tries = 100)
  void boundingBox_holdsAllMarkedPixels(@ForAll("masks") Mask mask) {
    Rectangle box = new Rectangle(-1, -1);
    int count = 0;
    for (int y = 0; y < mask.size().height(); y++) {
      for (int x = 0; x < mask.size().width(); x++) {
        if (mask.level(x, y) > 0) {
          box.add(new Rectangle(x, y, 1, 1));
          count++;
        }
      }
    }
    assertThat(mask.markedPixels()).isEqualTo(count);
    assertThat(mask.isEmpty()).isEqualTo(count == 0);
    assertThat(mask.boundingBox().orElse(new Rectangle(-1, -1))).isEqualTo(box);
  }

  @Test
  void border_liesOnBothSidesOfTheEdge() {
    Mask square = Mask.rectangle(new ImageSize(20, 20), new Rectangle(5, 5, 10, 10));
    Mask border = square.border(2);
    assertThat(border.level(10, 3)).isEqualTo(255);
    assertThat(border.level(10, 6)).isEqualTo(255);
    assertThat(border.level(10, 2)).isZero();
    assertThat(border.level(10, 7)).isZero();
  }

  @Test
  void growSquare_refusesNoSide() {
    assertThatThrownBy(() -> Mask.none(new ImageSize(2, 2)).growSquare(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("side must be in [1, 4096] pixels, but got: 0.");
  }

  @Test
  void read_takesAFileAsAPicture(@TempDir Path folder) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(1, 1, 0x81ffffff);
    image.setRGB(2, 1, 0x80ffffff);
    Path file = folder.resolve("mask.png");
    ImageIO.write(image, "png", file.toFile());
    assertThat(Mask.read(file))
        .isEqualTo(Mask.rectangle(new ImageSize(3, 2), new Rectangle(1, 1, 1, 1)));
  }

  @Test
  void read_refusesWhatIsNoPicture(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("mask.txt"), "no picture");
    assertThatThrownBy(() -> Mask.read(text))
        .isInstanceOf(IOException.class)
        .hasMessage(
            text
                + " is not a picture that Java reads. It must be PNG, JPEG, GIF, BMP, TIFF or WebP."
                + " Convert it to one of them.");
    Path missing = folder.resolve("missing.png");
    assertThatThrownBy(() -> Mask.read(missing))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(missing + ": there is no such file. Check its path.");
  }

  @Test
  void read_refusesDamagedAndOversizedFiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mask.png");
    ImageIO.write(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, 40));
    assertThatThrownBy(() -> Mask.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + " cannot be read: ");
    // The header's width and height.
    ByteBuffer.wrap(bytes).putInt(16, 20_000).putInt(20, 10_000);
    Files.write(file, bytes);
    assertThatThrownBy(() -> Mask.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file
                + " cannot be read: it has 200000000 pixels, and at most 100000000 are accepted."
                + " Make it smaller.");
  }

  private static void assertContains(Mask larger, Mask smaller) {
    assertThat(larger.union(smaller)).isEqualTo(larger);
  }

  @Provide
  static Arbitrary<Mask> masks() {
    return SmallMasks.masks();
  }

  @Provide
  static Arbitrary<Mask[]> pairs() {
    return SmallMasks.pairs();
  }
}
