package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnlargementTest {
  private static Pixels noise(int width, int height, int channels) {
    byte[] samples = new byte[channels * width * height];
    new Random(width).nextBytes(samples);
    return Pixels.wrap(width, height, channels, samples);
  }

  private static Pixels enlarged(Enlargement enlargement, Pixels picture) {
    Pixels large = Pixels.of(enlargement.apply(picture.toImage()));
    assertThat(large.size()).isEqualTo(enlargement.target().sizeFor(picture.size()));
    return large;
  }

  @Test
  void scale_isTheWebuis() {
    Pixels picture = noise(33, 27, 3);
    Pixels large = enlarged(Enlargement.scale(1.5), picture);
    assertThat(large.size()).isEqualTo(new ImageSize(48, 40));
    assertThat(large).isEqualTo(Pixels.of(Upscaler.lanczos().upscale(picture.toImage(), 1.5)));
  }

  @Test
  void maxSide_makesTheLongerSideThisLong() {
    Pixels picture = noise(50, 30, 3);
    Enlargement.Scaled limited = new Enlargement.Scaled(4, OptionalInt.of(99));
    Enlargement.Scaled unlimited = new Enlargement.Scaled(4, OptionalInt.of(200));
    Pixels large = enlarged(Enlargement.of(limited), picture);
    assertThat(large).isEqualTo(Resampling.LANCZOS.resize(picture, 99, 59));
    assertThat(enlarged(Enlargement.of(unlimited), picture).size())
        .isEqualTo(new ImageSize(200, 120));
  }

  @Test
  void size_cutsWhatStandsOutOnTwoSides() {
    Pixels picture = noise(20, 20, 4);
    Enlargement cut = Enlargement.size(60, 41).withUpscaler(Upscaler.nearest());
    Enlargement whole =
        Enlargement.of(new Enlargement.Covering(new ImageSize(60, 41), false))
            .withUpscaler(Upscaler.nearest());
    Pixels large = Pixels.of(Upscaler.nearest().upscale(picture.toImage(), new ImageSize(60, 60)));
    assertThat(enlarged(whole, picture)).isEqualTo(large);
    assertThat(enlarged(cut, picture)).isEqualTo(large.crop(new Rectangle(0, 9, 60, 41)));
  }

  @Test
  void size_isAlwaysCovered() {
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      ImageSize own = new ImageSize(1 + random.nextInt(99), 1 + random.nextInt(99));
      ImageSize asked = new ImageSize(1 + random.nextInt(99), 1 + random.nextInt(99));
      ImageSize cover = own.covering(asked);
      assertThat(cover.width()).isGreaterThanOrEqualTo(asked.width());
      assertThat(cover.height()).isGreaterThanOrEqualTo(asked.height());
      assertThat(cover.width() == asked.width() || cover.height() == asked.height()).isTrue();
    }
  }

  /** The levels between are cut, not rounded, on the way up as on the way down. */
  @Test
  void second_showsAsFarAsItIsVisible() {
    Upscaler dark = plain(10);
    Upscaler light = plain(13);
    Pixels picture = noise(8, 8, 3);
    Enlargement first = Enlargement.scale(2).withUpscaler(dark);
    assertThat(enlarged(first.withSecond(light, 0.5), picture).sample(3, 3, 1)).isEqualTo(11);
    Enlargement other = Enlargement.scale(2).withUpscaler(light);
    assertThat(enlarged(other.withSecond(dark, 0.5), picture).sample(3, 3, 1)).isEqualTo(11);
    assertThat(enlarged(first.withSecond(light, 1), picture).sample(3, 3, 1)).isEqualTo(13);
    assertThat(enlarged(first.withSecond(light, 0), picture).sample(3, 3, 1)).isEqualTo(10);
  }

  private static Upscaler plain(int level) {
    return new Upscaler() {
      @Override
      public String name() {
        return "Plain";
      }

      @Override
      public BufferedImage upscale(BufferedImage picture, ImageSize size) {
        byte[] samples = new byte[3 * size.width() * size.height()];
        Arrays.fill(samples, (byte) level);
        return Pixels.wrap(size.width(), size.height(), 3, samples).toImage();
      }
    };
  }

  @Test
  void alpha_isKept() {
    Pixels picture = noise(16, 16, 4);
    Pixels large = enlarged(Enlargement.scale(2).withSecond(Upscaler.nearest(), 0.25), picture);
    Pixels smooth = Resampling.LANCZOS.resize(picture, 32, 32);
    Pixels coarse = Pixels.of(Upscaler.nearest().upscale(picture.toImage(), new ImageSize(32, 32)));
    assertThat(large).isEqualTo(Compositing.blend(smooth, coarse, 0.25));
    assertThat(large.hasTransparency()).isTrue();
  }

  @Test
  void settings_areChecked() {
    assertThatThrownBy(() -> Enlargement.scale(9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be in [1, 8], but got: 9.0. Pass 2 for twice as large.");
    assertThatThrownBy(() -> new Enlargement.Scaled(2, OptionalInt.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxSide must be at least 1 pixel, but got: 0.");
    assertThatThrownBy(() -> Enlargement.scale(2).withSecond(Upscaler.lanczos(), 40))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("visibility must be in [0, 1], but got: 40.0. Pass 0.5 for half.");
    assertThatThrownBy(() -> Enlargement.scale(1).apply(noise(7, 30, 3).toImage()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be at least 8 pixels");
  }
}
