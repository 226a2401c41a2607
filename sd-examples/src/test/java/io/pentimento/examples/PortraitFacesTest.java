package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.vision.Detection;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules, on drawings of which it is known where the faces are. */
class PortraitFacesTest {
  private static final Color SKIN = new Color(0xffdcc1);
  private static final Color DARK_SKIN = new Color(0x895e44);

  private static BufferedImage drawing(int width) {
    BufferedImage picture = new BufferedImage(width, 96, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(new Color(0x6f92e2));
    pen.fillRect(0, 0, width, 96);
    pen.dispose();
    return picture;
  }

  private static void face(BufferedImage picture, int left, int top, Color skin) {
    Graphics2D pen = picture.createGraphics();
    pen.setColor(skin);
    pen.fillOval(left, top, 36, 40);
    pen.setColor(Color.DARK_GRAY);
    pen.fillOval(left + 6, top + 12, 9, 9);
    pen.fillOval(left + 21, top + 12, 9, 9);
    pen.dispose();
  }

  @Test
  void faces_areFoundInAGroup() {
    BufferedImage picture = drawing(160);
    face(picture, 20, 30, SKIN);
    face(picture, 100, 25, DARK_SKIN);

    List<Detection> found = new PortraitFaces().detect(picture, 0.3);

    assertThat(found).hasSize(2);
    assertThat(found).allSatisfy(one -> assertThat(one.className()).isEqualTo("face"));
    assertThat(found)
        .extracting(one -> Math.round(one.box().left()))
        .containsExactlyInAnyOrder(20L, 100L);
    assertThat(found).allSatisfy(one -> assertThat(one.confidence()).isGreaterThan(0.9));
  }

  @Test
  void sandAndMoon_areNoFaces() {
    BufferedImage picture = drawing(96);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(new Color(0xf3ca99));
    pen.fillRect(0, 70, 96, 26);
    pen.setColor(new Color(0xffe8c8));
    pen.fillOval(10, 10, 20, 20);
    pen.dispose();

    assertThat(new PortraitFaces().detect(picture, 0)).isEmpty();
  }

  @Test
  void confidence_isAFloor() {
    BufferedImage picture = drawing(96);
    face(picture, 30, 30, SKIN);

    double sure = new PortraitFaces().detect(picture, 0).get(0).confidence();
    assertThat(new PortraitFaces().detect(picture, sure - 0.01)).hasSize(1);
    assertThat(new PortraitFaces().detect(picture, sure)).isEmpty();
  }

  @Test
  void lensesOfGlasses_areNoFacesOfTheirOwn() {
    BufferedImage picture = drawing(96);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(SKIN);
    pen.fillOval(20, 20, 56, 60);
    for (int left : new int[] {28, 50}) {
      pen.setColor(Color.BLACK);
      pen.fillOval(left, 38, 20, 20);
      pen.setColor(DARK_SKIN);
      pen.fillOval(left + 3, 41, 14, 14);
      pen.setColor(Color.BLACK);
      pen.fillOval(left + 8, 46, 4, 4);
    }
    pen.dispose();

    List<Detection> found = new PortraitFaces().detect(picture, 0);

    assertThat(found).hasSize(1);
    assertThat(Math.round(found.get(0).box().left())).isEqualTo(20);
  }

  @Test
  void faceBeforeAnEveningSky_isFound() {
    BufferedImage picture = drawing(96);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(new Color(0xcc6954));
    pen.fillRect(0, 0, 96, 96);
    pen.dispose();
    face(picture, 30, 30, SKIN);

    List<Detection> found = new PortraitFaces().detect(picture, 0.3);

    assertThat(found).hasSize(1);
    assertThat(Math.round(found.get(0).box().left())).isEqualTo(30);
  }
}
