package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.Sampler;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes on the latent grid that no network likes, batches, and models with more input channels. */
class PipelineSizesTest {
  private static Pipeline plain;
  private static Pipeline inpainting;

  @BeforeAll
  static void open() {
    plain = TinyModel.open(4);
    inpainting = TinyModel.open(9);
  }

  @AfterAll
  static void close() {
    plain.close();
    inpainting.close();
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "8, 200", "24, 8", "72, 40", "104, 120"})
  void textToImage_oddMultiplesOfTheGrid(int width, int height) {
    for (Pipeline pipeline : List.of(plain, inpainting)) {
      BufferedImage picture =
          pipeline
              .generate(TextToImage.builder("a cat").steps(2).seed(1).size(width, height).build())
              .image();
      assertThat(picture.getWidth()).isEqualTo(width);
      assertThat(picture.getHeight()).isEqualTo(height);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 8, 8", "13, 9, 8, 8", "65, 31, 64, 24", "72, 40, 72, 40"})
  void imageToImage_isRoundedDownToTheGrid(int width, int height, int madeWidth, int madeHeight) {
    BufferedImage start = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    BufferedImage picture =
        plain.generate(ImageToImage.builder(start, "a cat").steps(3).seed(1).build()).image();
    assertThat(picture.getWidth()).isEqualTo(madeWidth);
    assertThat(picture.getHeight()).isEqualTo(madeHeight);
  }

  @ParameterizedTest
  @EnumSource(Conventions.class)
  void batches_ofModelsWithMoreInputChannels(Conventions conventions) {
    TextToImage text =
        TextToImage.builder("a cat BREAK a dog")
            .steps(2)
            .seed(1)
            .batch(3)
            .conventions(conventions)
            .sampler(Sampler.eulerAncestral())
            .build();
    assertThat(inpainting.generate(text).images()).hasSize(3);
    BufferedImage start = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    ImageToImage image =
        ImageToImage.builder(start, "a cat")
            .sampling(text.sampling())
            .denoisingStrength(0.5)
            .build();
    assertThat(inpainting.generate(image).images()).hasSize(3);
    assertThat(plain.generate(image).images()).hasSize(3);
  }

  @Test
  void otherInputChannels_areRefusedBeforeWork() {
    try (Pipeline instructed = TinyModel.open(8)) {
      assertThatThrownBy(() -> instructed.start(TextToImage.builder("a cat").steps(2).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must take 4 channels, or 9 if it is an inpainting model")
          .hasMessageContaining("but takes 8");
    }
  }
}
