package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

/** The rules by which the bundled model's portraits are described. */
class PlainColoursTest {
  private static final Color SKY = new Color(130, 195, 250);
  private static final Color NIGHT = new Color(20, 26, 60);
  private static final Color SAND = new Color(248, 222, 164);
  private static final Color SKIN = new Color(253, 228, 204);
  private static final Color BLACK = new Color(45, 45, 42);
  private static final Color PINK = new Color(244, 170, 197);
  private static final int SIDE = 96;

  /** Draws a portrait of the size and places that the model's have. */
  private static BufferedImage portrait(
      Color sky, Color ground, Color hair, Color hat, Color eyes) {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    fill(pen, sky, 0, 0, SIDE, SIDE);
    fill(pen, ground, 0, 76, SIDE, 20);
    fill(pen, hat, 36, 8, 24, 12);
    fill(pen, hair, 28, 20, 40, 16);
    fill(pen, SKIN, 30, 36, 36, 30);
    fill(pen, eyes, 32, 45, 8, 8);
    fill(pen, PINK, 20, 76, 56, 20);
    pen.dispose();
    return picture;
  }

  private static void fill(Graphics2D pen, Color colour, int x, int y, int width, int height) {
    pen.setColor(colour);
    pen.fillRect(x, y, width, height);
  }

  @Test
  void portrait_isToldByItsColours() {
    assertThat(PlainColours.describe(portrait(SKY, SAND, BLACK, SKY, Color.DARK_GRAY)))
        .isEqualTo("black hair, pink shirt, beach");
    assertThat(PlainColours.describe(portrait(NIGHT, NIGHT, Color.RED.darker(), NIGHT, SKIN)))
        .isEqualTo("red hair, closed eyes, pink shirt, night sky");
  }

  @Test
  void hairUnderAHat_isNotTold() {
    assertThat(PlainColours.describe(portrait(SKY, SKY, Color.RED, Color.RED, Color.DARK_GRAY)))
        .isEqualTo("pink shirt, blue sky");
  }

  @Test
  void pictureWithoutAFace_isRefused() {
    BufferedImage empty = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> PlainColours.describe(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no face where they have it")
        .hasMessageContaining("--with");
  }
}
