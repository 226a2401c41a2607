package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Guidance;
import io.pentimento.testing.TestEngine;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that edit a picture by instruction, with eight input channels. */
class EditedPictureTest {
  private static final int INSTRUCTION = 8;

  private static BufferedImage picture() {
    BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillRect(8, 8, 40, 40);
    graphics.dispose();
    return picture;
  }

  private static ImageToImage.Builder request() {
    return ImageToImage.builder(picture(), "make it blue").seed(3).steps(3);
  }

  private static int[] pixels(Pipeline pipeline, ImageToImage request) {
    return pipeline.generate(request).image().getRGB(0, 0, 64, 64, null, 0, 64);
  }

  @Test
  void imageToImage_keepsToThePictureAsItIsTold() {
    try (Pipeline pipeline = TinyModel.open(INSTRUCTION)) {
      int[] usual = pixels(pipeline, request().build());
      assertThat(pixels(pipeline, request().imageGuidanceScale(1.5).build())).isEqualTo(usual);
      assertThat(pixels(pipeline, request().imageGuidanceScale(1).build())).isNotEqualTo(usual);
      assertThat(pixels(pipeline, request().imageGuidanceScale(4).build())).isNotEqualTo(usual);
    }
  }

  /** The noise is added to one of them, the network looks at the other. */
  @Test
  void imageToImage_encodesItsPictureOnceForBothLatents() {
    AtomicInteger encodings = new AtomicInteger();
    try (Pipeline pipeline = TinyModel.open(INSTRUCTION, encodings::incrementAndGet);
        Pipeline fresh = TinyModel.open(INSTRUCTION)) {
      ImageToImage.Builder other = request().prompt("make it green");
      int[] first = pixels(pipeline, request().build());
      assertThat(encodings).hasValue(1);
      assertThat(pixels(pipeline, other.build())).isEqualTo(pixels(fresh, other.build()));
      assertThat(pixels(pipeline, request().build())).isEqualTo(first);
      assertThat(encodings).hasValue(1);
    }
  }

  @Test
  void loopback_editsWhatTheLoopBeforeMade() {
    try (Pipeline pipeline = TinyModel.open(INSTRUCTION)) {
      ImageToImage.Builder each = request().denoisingStrength(0.6).colourCorrection(true);
      BufferedImage looped = pipeline.generate(Loopback.of(each.build()).withLoops(2)).image();
      assertThat(looped.getWidth()).isEqualTo(64);
      assertThat(looped.getRGB(0, 0, 64, 64, null, 0, 64))
          .isNotEqualTo(pixels(pipeline, each.build()));
    }
  }

  @Test
  void imageToImage_otherModelsTakeNoNotice() {
    try (Pipeline pipeline = TinyModel.open()) {
      assertThat(pixels(pipeline, request().imageGuidanceScale(4).build()))
          .isEqualTo(pixels(pipeline, request().build()));
    }
  }

  @Test
  void textToImage_isRefused() {
    try (Pipeline pipeline = TinyModel.open(INSTRUCTION)) {
      assertThatThrownBy(() -> pipeline.generate(TextToImage.builder("x").size(64, 64).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("needs a picture: use ImageToImage");
    }
  }

  @Test
  void imageGuidanceScale_isRecordedAndReadBack() {
    try (Pipeline pipeline = TinyModel.open(INSTRUCTION)) {
      String told = pipeline.generate(request().imageGuidanceScale(2).build()).parameters(0);
      assertThat(told).contains("Image CFG scale: 2,");
      assertThat(Pipeline.fromParameters(told).sampling().guidance().imageScale()).isEqualTo(2);
    }
    assertThatThrownBy(() -> request().imageGuidanceScale(-1))
        .hasMessage("imageGuidanceScale must be in [0, 100], but got: -1.0.");
  }

  /**
   * A network that gives back the mean of its prompt and of the picture: with c = 5 and n = 2 for
   * the prompts and i = 10 for the picture, the three predictions are 15, 12 and 2.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 15", "7, 1, 33", "7, 1.5, 38", "1, 2, 25", "7, 0, 23"})
  void guidance_isThatOfThreePredictions(double scale, double imageScale, double expected) {
    try (Scope scope = TestEngine.open("edited")) {
      Conditioning conditioning = Conditioning.of(vectors(scope, 5), vectors(scope, 2));
      PromptedNetwork network =
          (held, vectors, beside, prompted) -> {
            NDArray words = held.adopt(mean(vectors));
            return (into, sample, timestep, observer) -> {
              NDArray seen = mean(into.slice(sample, 4, 8, 1));
              NDArray clean = into.slice(sample, 0, 4, 1).mul(0);
              return into.adopt(clean.add(words).add(seen));
            };
          };
      float[] tens = new float[4 * 8 * 8];
      Arrays.fill(tens, 10);
      GuidedNetwork guided =
          new GuidedNetwork(
              new PromptBatches(network, scope, conditioning, 1),
              () -> scope,
              new GuidedNetwork.Settings(
                  1,
                  Guidance.of(scale).withImageScale(imageScale),
                  0,
                  Optional.empty(),
                  false,
                  1,
                  t -> t,
                  true),
              Optional.of(scope.array(tens, 1, 4, 8, 8)));
      float[] predicted =
          guided.predict(scope.array(new float[4 * 8 * 8], 1, 4, 8, 8), 500).toFloatArray();
      assertThat((double) predicted[0]).isEqualTo(expected, within(1e-4));
    }
  }

  private static NDArray mean(NDArray x) {
    long rows = x.getShape().get(0);
    return x.reshape(rows, -1).mean(new int[] {1}).reshape(rows, 1, 1, 1);
  }

  private static PromptVectors vectors(Scope scope, float value) {
    return new PromptVectors(scope.array(new float[77], 1, 77, 1).add(value));
  }
}
