package io.pentimento.examples.tour;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private final BufferedImage before = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
  private final BufferedImage after = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);
  private final Mask leftHalf = Mask.rectangle(new ImageSize(8, 4), new Rectangle(0, 0, 4, 4));

  @Test
  void changesUnderTheMask_areNotCounted() {
    after.setRGB(1, 1, 0x0a0000);

    Difference difference = Difference.between(before, after, leftHalf);

    assertThat(difference.outside()).isEqualTo(16);
    assertThat(difference.changedOutside()).isZero();
    assertThat(difference.picture().getRGB(1, 1) & 0xffffff).isEqualTo(0x280000);
  }

  @Test
  void changesElsewhere_areCounted() {
    after.setRGB(7, 3, 0x000001);
    after.setRGB(6, 3, 0x00ff00);

    Difference difference = Difference.between(before, after, leftHalf);

    assertThat(difference.changedOutside()).isEqualTo(2);
    assertThat(difference.picture().getRGB(6, 3) & 0xffffff).isEqualTo(0x00ff00);
  }
}
