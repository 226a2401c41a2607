package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.inpaint.Mask;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/** The rules, on a drawing of which it is known where everything is. */
class PortraitPartsTest {
  private static final Color SKY = new Color(130, 195, 250);
  private static final Color SAND = new Color(248, 222, 164);
  private static final Color HAIR = new Color(110, 70, 45);
  private static final int SIDE = 96;

  /** Hair of 40 by 16 over a face of 36 by 30, a shirt below, and the hair's colour in the sand. */
  private static BufferedImage portrait() {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    fill(pen, SKY, 0, 0, SIDE, SIDE);
    fill(pen, SAND, 0, 76, SIDE, 20);
    fill(pen, HAIR, 2, 80, 5, 5);
    fill(pen, HAIR, 28, 20, 40, 16);
    fill(pen, new Color(253, 228, 204), 30, 36, 36, 30);
    fill(pen, SKY, 36, 45, 4, 4);
    fill(pen, Color.RED, 20, 66, 56, 30);
    pen.dispose();
    return picture;
  }

  private static void fill(Graphics2D pen, Color colour, int x, int y, int width, int height) {
    pen.setColor(colour);
    pen.fillRect(x, y, width, height);
  }

  @Test
  void subject_isAllButTheBackground_eyesOfItsColourIncluded() {
    Mask subject = PortraitParts.subject(portrait());

    assertThat(subject.markedPixels()).isEqualTo(40 * 16 + 36 * 30 + 56 * 30);
    assertThat(subject.level(38, 47)).isEqualTo(255);
    assertThat(subject.level(4, 82)).isZero();
  }

  @Test
  void hair_isOfTheSubjectAlone() {
    Mask hair = PortraitParts.hair(portrait());

    assertThat(hair.markedPixels()).isEqualTo(40 * 16);
    assertThat(hair.level(30, 30)).isEqualTo(255);
  }
}
