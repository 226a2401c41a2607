package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which part of a picture CLIP's picture encoder sees, and in which numbers. */
class ClipPixelsTest {
  private static Pixels noise(int width, int height, int channels) {
    Pixels picture = Pixels.blank(width, height, channels);
    new Random(width).nextBytes(picture.samples());
    return picture;
  }

  /** Halves go to the even side, as in CLIP's first release. */
  @ParameterizedTest
  @CsvSource({"32, 0", "33, 0", "34, 1", "35, 2", "37, 2", "39, 4"})
  void square_isTheMiddle(int width, int left) {
    Pixels picture = noise(width, 32, 3);
    assertThat(ClipPixels.square(picture, 32))
        .isEqualTo(picture.crop(new Rectangle(left, 0, 32, 32)));
  }

  @Test
  void transparentPixels_areWhite() {
    Pixels picture = noise(8, 8, 4);
    for (int i = 0; i < 64; i++) {
      picture.samples()[4 * i + 3] = 0;
    }
    assertThat(ClipPixels.square(picture, 4).samples()).containsOnly((byte) 255);
  }

  @Test
  void greyPicture_hasThreeEqualChannels() {
    byte[] samples = ClipPixels.square(noise(9, 7, 1), 4).samples();
    assertThat(samples).hasSize(4 * 4 * 3);
    for (int i = 0; i < samples.length; i += 3) {
      assertThat(samples[i]).isEqualTo(samples[i + 1]).isEqualTo(samples[i + 2]);
    }
  }

  /** Resized as a whole it would be 30 million pixels wide. */
  @Test
  void ribbon_isSeenInItsMiddle() {
    Pixels ribbon = Pixels.blank(40_000, 1, 3);
    for (int x = 19_990; x < 20_010; x++) {
      ribbon.samples()[3 * x] = (byte) 255;
    }
    Pixels square = ClipPixels.square(ribbon, 224);
    assertThat(square.width()).isEqualTo(224);
    assertThat(square.height()).isEqualTo(224);
    assertThat(square.sample(112, 112, 0)).isEqualTo(255);
    assertThat(square.sample(112, 112, 1)).isZero();
  }

  @Test
  void values_areShiftedAndScaledByChannel() {
    Pixels pixel = Pixels.wrap(1, 1, 3, new byte[] {(byte) 255, 0, 51});
    float[] values = ClipPixels.values(pixel);
    assertThat(values)
        .containsExactly(
            (1 - 0.48145466f) / 0.26862954f,
            -0.4578275f / 0.26130258f,
            (51 / 255f - 0.40821073f) / 0.27577711f);
  }
}
