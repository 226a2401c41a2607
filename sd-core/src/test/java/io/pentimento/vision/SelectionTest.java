package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureReader;
import io.pentimento.testing.Goldens;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final ImageSize SIZE = new ImageSize(3, 2);

  @Test
  void selection_tellsWhereItIs() {
    Selection selection = new Selection(SIZE, new float[] {0, 0.6f, 0, 0, 1, 0.4f});
    assertThat(selection.boundingBox(0.5)).contains(new Rectangle(1, 0, 1, 2));
    assertThat(selection.boundingBox(0.3)).contains(new Rectangle(1, 0, 2, 2));
    assertThat(new Selection(SIZE, new float[6]).boundingBox(0)).isEmpty();
    assertThat(selection.coverage(0.5)).isEqualTo(2 / 6.0);
    assertThat(selection.levels()).containsExactly(new int[] {0, 153, 0, 0, 255, 102});
    assertThat(selection.hardLevels(0.5)).containsExactly(new int[] {0, 255, 0, 0, 255, 0});
  }

  @Test
  void selections_areJoinedAndTakenAway() {
    Selection one = new Selection(new ImageSize(2, 1), new float[] {0.25f, 1});
    Selection other = new Selection(new ImageSize(2, 1), new float[] {0.5f, 0.25f});
    assertThat(one.or(other).share(0, 0)).isEqualTo(0.5f);
    assertThat(one.without(other).share(0, 0)).isZero();
    assertThat(one.without(other).share(1, 0)).isEqualTo(0.75f);
    assertThatThrownBy(() -> one.or(new Selection(SIZE, new float[6])))
        .hasMessage(
            "Both selections must be of one picture, but this one is 2x1 and the other 3x2.");
  }

  @Test
  void subject_becomesThePicturesAlpha() throws IOException {
    String folder = "vision/isnet-tiny/";
    BufferedImage picture = PictureReader.read(Goldens.path(folder + "image.png"));
    try (SubjectSelector selector = SubjectSelector.load(Goldens.path(folder + "model.pth"))) {
      Selection subject = selector.select(picture);
      BufferedImage cut = selector.cutOut(picture);
      assertThat(subject.size()).isEqualTo(ImageSize.of(picture));
      assertThat(cut.getRGB(5, 7) >>> 24)
          .isEqualTo(subject.levels()[7 * picture.getWidth() + 5] & 0xff);
      assertThat(cut.getRGB(5, 7) & 0xffffff).isEqualTo(picture.getRGB(5, 7) & 0xffffff);
    }
  }
}
