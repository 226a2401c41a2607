package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.internal.NumberType;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Step;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs with weights of 16 bits. DJL does not know their type: reading such an array is
 * refused, and making another like it ends the JVM. So these runs also prove that nothing on the
 * way does.
 */
class PipelineBfloat16Test {
  /** Mean difference in 8-bit levels over all settings here; 2.4 at most was seen. */
  private static final double MEAN = 4;

  private static Pipeline exact;
  private static Pipeline rounded;

  @BeforeAll
  static void open() {
    exact = TinyModel.open(4);
    rounded = TinyModel.open(4, NumberType.BFLOAT16);
  }

  @AfterAll
  static void close() {
    exact.close();
    rounded.close();
  }

  private static TextToImage.Builder lighthouse() {
    return TextToImage.builder("a (lighthouse:1.2) at dawn").seed(3).steps(4);
  }

  private static double difference(BufferedImage x, BufferedImage y) {
    assertThat(x.getWidth()).isEqualTo(y.getWidth());
    assertThat(x.getHeight()).isEqualTo(y.getHeight());
    double sum = 0;
    for (int i = 0; i < x.getWidth() * x.getHeight(); i++) {
      int first = x.getRGB(i % x.getWidth(), i / x.getWidth());
      int second = y.getRGB(i % x.getWidth(), i / x.getWidth());
      for (int shift = 0; shift < 24; shift += 8) {
        sum += Math.abs((first >> shift & 0xFF) - (second >> shift & 0xFF));
      }
    }
    return sum / (3.0 * x.getWidth() * x.getHeight());
  }

  private static void assertNear(GenerationRequest request) {
    BufferedImage expected = exact.generate(request).image();
    BufferedImage actual = rounded.generate(request).image();
    assertThat(difference(actual, expected)).isStrictlyBetween(0.0, MEAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Euler", "Euler a", "DDIM", "DPM++ 2M"})
  void textToImage_differsLittle(String sampler) {
    assertNear(lighthouse().sampler(Sampler.named(sampler)).batch(2).size(72, 56).build());
  }

  @Test
  void textToImage_promptsOfDifferentLength() {
    assertNear(lighthouse().prompt("a lighthouse BREAK at dawn").build());
  }

  @Test
  void extrasOfGuidance_differLittle() {
    RegionMask left = RegionMask.rectangle(0, 0, 0.5, 1);
    assertNear(lighthouse().regionalPrompts(RegionalPrompt.of(left, "a fox")).batch(2).build());
    assertNear(lighthouse().selfAttention(0.75).batch(2).build());
  }

  /** Rounding decides otherwise which tokens are merged, so that pictures are not near. */
  @Test
  void tokenMerging_runs() {
    BufferedImage plain = rounded.generate(lighthouse().build()).image();
    BufferedImage merged = rounded.generate(lighthouse().tokenMerging(0.5).build()).image();
    assertThat(difference(merged, plain)).isGreaterThan(0);
  }

  @Test
  void imageToImage_differsLittle() {
    BufferedImage start = exact.generate(lighthouse().build()).image();
    assertNear(
        ImageToImage.builder(start, "night").steps(4).seed(1).denoisingStrength(0.5).build());
  }

  @Test
  void previewsAndOwnSamplers() {
    Sampler own =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            var d = x.sub(denoiser.denoise(x, step.sigma())).div((float) step.sigma());
            x = step.keep(x.add(d.mul((float) (step.nextSigma() - step.sigma()))));
          }
          return x;
        };
    List<BufferedImage> previews = new ArrayList<>();
    rounded
        .start(
            lighthouse().sampler(own).build(),
            event -> {
              if (event instanceof StepFinished step) {
                previews.addAll(step.previews().get());
              }
            })
        .await();
    assertThat(previews).hasSize(4);
  }

  @Test
  void load_roundsTheWeightsOfAFolder(@TempDir Path folder) throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    try (Pipeline loaded = Pipeline.builder().model(model).precision(Precision.BFLOAT16).build()) {
      BufferedImage expected = rounded.generate(lighthouse().build()).image();
      BufferedImage actual = loaded.generate(lighthouse().build()).image();
      assertThat(difference(actual, expected)).isZero();
    }
  }
}
