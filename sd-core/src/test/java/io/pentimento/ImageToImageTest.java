package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ColourCorrection;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentSpace;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageToImageTest {
  private static final LatentSpace SPACE = new LatentSpace(4, 4, 4, 32);

  private static Pixels noise(int width, int height, int channels) {
    byte[] samples = new byte[width * height * channels];
    new Random(5).nextBytes(samples);
    return Pixels.wrap(width, height, channels, samples);
  }

  private static Pixels seen(ImageToImage request) {
    return ImageToImagePlan.of(request, SPACE).picture();
  }

  @ParameterizedTest
  @EnumSource
  void resizeMode_bringsThePictureToTheSize(ResizeMode mode) {
    Pixels picture = noise(20, 12, 3);
    ImageToImage request =
        ImageToImage.builder(picture.toImage(), "x").size(16, 24).resizeMode(mode).build();
    assertThat(seen(request)).isEqualTo(mode.resize(picture, 16, 24));
    assertThat(request.toBuilder().build()).isEqualTo(request);
  }

  @Test
  void background_showsThroughWhereThePictureIsTransparent() {
    BufferedImage clear = Pixels.blank(8, 8, 4).toImage();
    ImageToImage request = ImageToImage.builder(clear, "x").background(new Color(0x204060)).build();
    assertThat(seen(request).toImage().getRGB(3, 3)).isEqualTo(0xff204060);
    assertThat(seen(ImageToImage.builder(clear, "x").build()).toImage().getRGB(3, 3))
        .isEqualTo(0xffffffff);
    assertThat(request.toBuilder().build()).isEqualTo(request);
  }

  @Test
  void background_mustBeOpaque() {
    ImageToImage.Builder builder = ImageToImage.builder(noise(8, 8, 3).toImage(), "x");
    assertThatThrownBy(() -> builder.background(new Color(1, 2, 3, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("background must be opaque, but its alpha is: 4 of 255.");
  }

  @Test
  void colourCorrection_isAppliedToTheFinishedPicture() {
    Pixels picture = noise(16, 16, 3);
    BufferedImage decoded = Pixels.blank(16, 16, 3).toImage();
    decoded.setRGB(2, 3, 0xff3366cc);
    ImageToImage plain = ImageToImage.builder(picture.toImage(), "x").build();
    ImageToImage corrected = plain.toBuilder().colourCorrection(true).build();
    assertThat(ImageToImagePlan.of(plain, SPACE).finished(decoded)).isSameAs(decoded);
    assertThat(Pixels.of(ImageToImagePlan.of(corrected, SPACE).finished(decoded)))
        .isEqualTo(ColourCorrection.towards(picture).apply(Pixels.of(decoded)))
        .isNotEqualTo(Pixels.of(decoded));
    assertThat(corrected.toBuilder().build()).isEqualTo(corrected);
  }

  @Test
  void latentUpscale_encodesThePictureAtItsOwnSize() {
    Pixels picture = noise(18, 12, 3);
    ImageToImage request =
        ImageToImage.builder(picture.toImage(), "x").size(24, 32).latentUpscale(true).build();
    ImageToImagePlan plan = ImageToImagePlan.of(request, SPACE);
    assertThat(plan.picture()).isEqualTo(ResizeMode.JUST_RESIZE.resize(picture, 16, 12));
    assertThat(plan.width()).isEqualTo(24);
    assertThat(plan.height()).isEqualTo(32);
    assertThat(request.toBuilder().build()).isEqualTo(request);
  }

  @Test
  void latentUpscale_goesWithNoOtherResizeMode() {
    ImageToImage.Builder builder =
        ImageToImage.builder(noise(8, 8, 3).toImage(), "x")
            .latentUpscale(true)
            .resizeMode(ResizeMode.CROP_AND_RESIZE);
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "latentUpscale stretches the latent, so it goes with JUST_RESIZE, but resizeMode is:"
                + " CROP_AND_RESIZE. Leave one of them out.");
  }

  @Test
  void scaleBy_cutsToWholePixelsAndThenToTheModelsGrid() {
    Pixels picture = noise(21, 13, 3);
    ImageToImage request = ImageToImage.builder(picture.toImage(), "x").scaleBy(1.5).build();
    LatentSpace pixels = new LatentSpace(4, 1, 4, 32);
    assertThat(ImageToImagePlan.of(request, pixels).picture().size())
        .isEqualTo(new ImageSize(31, 19));
    assertThat(seen(request)).isEqualTo(ResizeMode.JUST_RESIZE.resize(picture, 28, 16));
    assertThat(request.toBuilder().build()).isEqualTo(request);
    assertThat(request.toBuilder().size(8, 8).build())
        .isEqualTo(ImageToImage.builder(request.image(), "x").size(8, 8).build());
    assertThat(request.toBuilder().size(8, 8).scaleBy(1.5).build()).isEqualTo(request);
  }

  @Test
  void scaleBy_mustBeAboveZero() {
    ImageToImage.Builder builder = ImageToImage.builder(noise(8, 8, 3).toImage(), "x");
    assertThatThrownBy(() -> builder.scaleBy(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scale must be above 0, but got: 0.0. Pass 1.5 for half as large again.");
  }

  /**
   * The upscaler covers the size, and Lanczos makes it exact; smaller pictures are Lanczos' own.
   */
  @ParameterizedTest
  @EnumSource
  void upscaler_enlargesInEveryResizeMode(ResizeMode mode) {
    Pixels picture = noise(8, 6, 3);
    ImageToImage request =
        ImageToImage.builder(picture.toImage(), "x")
            .size(16, 24)
            .resizeMode(mode)
            .upscaler(Upscaler.nearest())
            .build();
    ImageSize cover =
        mode == ResizeMode.RESIZE_AND_FILL ? new ImageSize(16, 12) : new ImageSize(32, 24);
    Pixels large = Pixels.of(Upscaler.nearest().upscale(picture.toImage(), cover));
    assertThat(seen(request)).isEqualTo(mode.resize(large, 16, 24));
    assertThat(request.toBuilder().build()).isEqualTo(request);
    ImageToImage smaller = request.toBuilder().size(4, 4).build();
    assertThat(seen(smaller)).isEqualTo(mode.resize(picture, 4, 4));
  }

  @Test
  void upscaler_doesNotGoWithLatentUpscale() {
    ImageToImage.Builder builder =
        ImageToImage.builder(noise(8, 8, 3).toImage(), "x")
            .latentUpscale(true)
            .upscaler(Upscaler.nearest());
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "latentUpscale stretches the latent, so no upscaler enlarges the picture, but there is:"
                + " Nearest. Leave one of them out.");
  }
}
