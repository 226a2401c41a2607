package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompositionTest {
  private static final ImageSize SIZE = new ImageSize(60, 44);
  private static final Mask MASK = Mask.ellipse(SIZE, new Rectangle(12, 8, 34, 26)).feather(2);

  /** Grey with some noise, at least 60 from black and white. */
  private static Pixels picture() {
    Random random = new Random(4);
    byte[] samples = new byte[SIZE.width() * SIZE.height() * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (100 + random.nextInt(30));
    }
    return Pixels.wrap(SIZE.width(), SIZE.height(), 3, samples);
  }

  private static Pixels brighter(Pixels picture, double perColumn, int offset) {
    byte[] samples = picture.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      int column = i / 3 % picture.width();
      samples[i] = (byte) Math.round((samples[i] & 0xff) + offset + perColumn * column);
    }
    return Pixels.wrap(picture.width(), picture.height(), 3, samples);
  }

  private static Overlay overlay(Pixels picture) {
    return Overlay.of(picture, picture, MASK, Optional.empty());
  }

  private static int largestDifference(Pixels a, Pixels b) {
    int largest = 0;
    for (int i = 0; i < a.samples().length; i++) {
      largest = Math.max(largest, Math.abs((a.samples()[i] & 0xff) - (b.samples()[i] & 0xff)));
    }
    return largest;
  }

  /** A membrane is flat over a flat difference, and a plane over a slope. */
  @Test
  void seamless_takesAwayStepsAndSlopesOfBrightness() {
    Pixels picture = picture();
    Pixels step = Composition.of(Compose.seamless()).of(overlay(picture), brighter(picture, 0, 40));
    assertThat(largestDifference(step, picture)).isLessThanOrEqualTo(1);
    Pixels slope =
        Composition.of(Compose.seamless()).of(overlay(picture), brighter(picture, 0.8, -20));
    assertThat(largestDifference(slope, picture)).isLessThanOrEqualTo(2);
    Pixels laid = Composition.of(Compose.overlay()).of(overlay(picture), brighter(picture, 0, 40));
    assertThat(largestDifference(laid, picture)).isEqualTo(40);
  }

  /** What is generated in a crop has no pixels beside it: its edge goes on. */
  @Test
  void seamless_worksUpToTheEdgeOfACrop() {
    Pixels picture = picture();
    Rectangle box = new Rectangle(10, 6, 20, 18);
    Overlay overlay = Overlay.of(picture, picture, Mask.rectangle(SIZE, box), Optional.of(box));
    Pixels flat = Pixels.blank(20, 18, 3);
    Pixels result = Composition.of(Compose.seamless()).of(overlay, flat);
    for (int x = box.x; x < box.x + box.width; x++) {
      assertThat(result.sample(x, box.y, 0)).isBetween(95, 135);
      assertThat(result.sample(x, box.y + 9, 0)).isBetween(95, 135);
    }
  }

  @Test
  void seamless_leavesColoursWhereNothingIsKept() {
    Pixels picture = picture();
    Overlay all = Overlay.of(picture, picture, Mask.all(SIZE), Optional.empty());
    Pixels generated = brighter(picture, 0, 40);
    assertThat(Composition.of(Compose.seamless()).of(all, generated)).isEqualTo(generated);
  }

  @Test
  void paste_cutsWhereTheMaskIsHalf() {
    Pixels picture = picture();
    Pixels generated = brighter(picture, 0, 40);
    Pixels result = Composition.of(Compose.paste()).of(overlay(picture).doubled(), generated);
    for (int y = 0; y < SIZE.height(); y++) {
      for (int x = 0; x < SIZE.width(); x++) {
        Pixels expected = MASK.level(x, y) >= 128 ? generated : picture;
        assertThat(result.sample(x, y, 1)).isEqualTo(expected.sample(x, y, 1));
      }
    }
  }

  @Test
  void raw_isWhatWasGenerated() {
    Pixels generated = Pixels.blank(24, 16, 3);
    assertThat(Composition.of(Compose.raw()).of(overlay(picture()), generated)).isSameAs(generated);
  }
}
