package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.sampling.Conventions;
import io.pentimento.testing.Goldens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny autoencoder in a pipeline, in place of the model's own and for previews. */
class TinyAutoencoderRunTest {
  @TempDir Path temporary;

  private static Path taesd() {
    return Goldens.path("models/taesd-tiny");
  }

  private static TextToImage request() {
    return TextToImage.builder("a fox").size(64, 48).steps(2).seed(3).build();
  }

  private Pipeline.Builder model() throws IOException {
    return Pipeline.builder()
        .model(new TinyFolder(temporary.resolve("model")).write())
        .precision(Precision.FLOAT32);
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static int[] made(Pipeline pipeline) {
    return pixels(pipeline.generate(request()).images().get(0));
  }

  @Test
  void previewDecoder_drawsWhatTheSameDecoderMakesOfTheLastLatent() throws IOException {
    List<BufferedImage> previews = new ArrayList<>();
    try (Pipeline pipeline = model().vae(taesd()).previewDecoder(taesd()).build()) {
      Generation made =
          pipeline
              .start(
                  request(),
                  event -> {
                    if (event instanceof StepFinished step) {
                      previews.addAll(step.previews().get());
                    }
                  })
              .await();
      assertThat(previews).hasSize(2);
      // DPM++ 2M ends with what it estimates in its last step.
      assertThat(pixels(previews.get(1))).isEqualTo(pixels(made.images().get(0)));
      assertThat(pixels(previews.get(0))).isNotEqualTo(pixels(previews.get(1)));
    }
  }

  @Test
  void previewDecoder_changesNoPicture() throws IOException {
    int[] plain;
    try (Pipeline pipeline = model().build()) {
      plain = made(pipeline);
    }
    Path decoder = taesd().resolve("taesd_decoder-fp16.safetensors");
    try (Pipeline pipeline = model().previewDecoder(decoder).build()) {
      assertThat(made(pipeline)).isEqualTo(plain);
    }
  }

  @Test
  void vae_encodesAndDecodesInBothConventions() throws IOException {
    try (Pipeline pipeline = model().vae(taesd()).build()) {
      BufferedImage start = pipeline.generate(request()).images().get(0);
      for (Conventions conventions : Conventions.values()) {
        ImageToImage again =
            ImageToImage.builder(start, "a fox")
                .conventions(conventions)
                .denoisingStrength(0.5)
                .steps(2)
                .seed(3)
                .build();
        BufferedImage made = pipeline.generate(again).images().get(0);
        assertThat(made.getWidth()).isEqualTo(64);
        assertThat(pixels(made)).isNotEqualTo(pixels(start));
      }
    }
  }

  @Test
  void model_whoseOwnAutoencoderIsTiny_isThatOfTheSetting() throws IOException {
    int[] set;
    try (Pipeline pipeline = model().vae(taesd()).build()) {
      set = made(pipeline);
    }
    Path folder = temporary.resolve("model");
    for (String file : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
      Files.copy(
          taesd().resolve(file),
          folder.resolve("vae").resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    try (Pipeline pipeline =
        Pipeline.builder().model(folder).precision(Precision.FLOAT32).build()) {
      assertThat(made(pipeline)).isEqualTo(set);
    }
  }

  @Test
  void vae_thatIsNotTiny_isReadAsOthersAre() throws IOException {
    int[] plain;
    try (Pipeline pipeline = model().build()) {
      plain = made(pipeline);
    }
    Path own = new TinyFolder(temporary.resolve("other")).write().resolve("vae");
    try (Pipeline pipeline = model().vae(own).build()) {
      assertThat(made(pipeline)).isEqualTo(plain);
    }
  }

  @Test
  void previewDecoder_thatIsNotTiny_isRefused() throws IOException {
    Path own = new TinyFolder(temporary.resolve("other")).write().resolve("vae");
    Pipeline.Builder builder = model().previewDecoder(own);
    assertThatThrownBy(builder::build)
        .hasMessageContaining("_class_name")
        .hasMessageContaining("must be AutoencoderTiny");
  }
}
