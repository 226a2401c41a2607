package io.pentimento.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SeamQualityTest {
  private static final ImageSize SIZE = new ImageSize(40, 30);
  private static final Mask MASK = Mask.rectangle(SIZE, new Rectangle(10, 10, 12, 8));

  /** A slope of brightness, and a step of it inside the mask. */
  private static BufferedImage slope(int step) {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 40; x++) {
        int level = 2 * x + y + (MASK.level(x, y) > 0 ? step : 0);
        picture.setRGB(x, y, level << 16 | level << 8 | level);
      }
    }
    return picture;
  }

  @Test
  void of_isTheStepAtTheBorder() {
    SeamQuality quality = SeamQuality.of(slope(0), slope(20), MASK);
    assertThat(quality.support()).isCloseTo(20, Offset.offset(1e-9));
    assertThat(quality.half()).isCloseTo(20, Offset.offset(1e-9));
  }

  @Test
  void jump_ofASlopeIsNothing() {
    assertThat(SeamQuality.jump(slope(0), MASK, 1)).isZero();
    assertThat(SeamQuality.of(slope(0), slope(0), MASK)).isEqualTo(new SeamQuality(0, 0));
  }

  @Test
  void of_measuresBothBordersOfASoftMask() {
    Mask soft = MASK.feather(2);
    SeamQuality quality = SeamQuality.of(slope(0), slope(20), soft);
    assertThat(quality.support()).isCloseTo(0, Offset.offset(1e-9));
    assertThat(quality.half()).isGreaterThan(10);
    assertThat(quality.mean()).isEqualTo(quality.half() / 2);
  }
}
