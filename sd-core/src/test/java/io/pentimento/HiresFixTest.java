package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.Sampler;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HiresFixTest {
  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder cat() {
    return TextToImage.builder("a cat").sampler(Sampler.euler()).steps(3).seed(4);
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  static Stream<HiresUpscaler> upscalers() {
    return HiresUpscalerNames.known().stream().map(HiresUpscaler::named);
  }

  @ParameterizedTest
  @MethodSource("upscalers")
  void generate_enlargesWithEachUpscaler(HiresUpscaler upscaler) {
    HiresFix fix = HiresFix.scale(1.5).upscaler(upscaler).denoisingStrength(0.5).build();
    Generation two = pipeline.generate(cat().batch(2).hiresFix(fix).build());
    assertThat(two.images()).hasSize(2);
    two.images().forEach(image -> assertThat(image.getWidth()).isEqualTo(96));
    BufferedImage second = pipeline.generate(cat().seed(5).hiresFix(fix).build()).image();
    assertThat(pixels(second)).isEqualTo(pixels(two.images().get(1)));
  }

  @Test
  void generate_settingsOfTheSecondPassCount() {
    HiresFix.Builder plain = HiresFix.scale(1.5);
    int[] picture = pixels(pipeline.generate(cat().hiresFix(plain.build()).build()).image());
    List<HiresFix> others =
        List.of(
            HiresFix.scale(1.5).steps(5).build(),
            HiresFix.scale(1.5).denoisingStrength(0.3).build(),
            HiresFix.scale(1.5).sampler(Sampler.ddim()).build(),
            HiresFix.scale(1.5).prompt("a dog").build(),
            HiresFix.scale(1.5).negativePrompt("dark").build(),
            HiresFix.scale(1.5).upscaler(LatentUpscale.NEAREST_EXACT).build(),
            HiresFix.scale(1.5).upscaler(Upscaler.lanczos()).build());
    for (HiresFix other : others) {
      int[] changed = pixels(pipeline.generate(cat().hiresFix(other).build()).image());
      assertThat(changed).as(other.toString()).hasSameSizeAs(picture).isNotEqualTo(picture);
    }
  }

  @Test
  void editing_goesOnCountingInTheSecondPass() {
    HiresFix fix = HiresFix.scale(1.5).build();
    int[] cat = pixels(pipeline.generate(cat().hiresFix(fix).build()).image());
    // From 1.0 to 2.0 lies the second pass.
    int[] never =
        pixels(pipeline.generate(cat().prompt("a [cat:dog:2.0]").hiresFix(fix).build()).image());
    int[] second =
        pixels(pipeline.generate(cat().prompt("a [cat:dog:1.0]").hiresFix(fix).build()).image());
    int[] dogThen =
        pixels(
            pipeline
                .generate(cat().hiresFix(HiresFix.scale(1.5).prompt("a dog").build()).build())
                .image());
    assertThat(never).isEqualTo(cat);
    assertThat(second).isEqualTo(dogThen).isNotEqualTo(cat);
  }

  @Test
  void size_coversAndCuts() {
    BufferedImage wide =
        pipeline
            .generate(cat().size(64, 64).hiresFix(HiresFix.size(128, 96).build()).build())
            .image();
    assertThat(ImageSize.of(wide)).isEqualTo(new ImageSize(128, 96));
    BufferedImage kept =
        pipeline.generate(cat().hiresFix(HiresFix.size(96, 0).build()).build()).image();
    assertThat(ImageSize.of(kept)).isEqualTo(new ImageSize(96, 96));
  }

  @Test
  void progress_countsStepsOfBothPasses() {
    List<String> seen = new ArrayList<>();
    pipeline
        .start(
            cat().hiresFix(HiresFix.scale(1.5).steps(2).build()).build(),
            event -> {
              if (event instanceof StepFinished step) {
                seen.add(step.index() + "/" + step.count());
              }
            })
        .await();
    assertThat(seen)
        .containsExactlyElementsOf(IntStream.range(0, 5).mapToObj(i -> i + "/5").toList());
  }

  @Test
  void infotext_tellsTheFirstPassesSizeAndTheSecondsSettings() {
    Generation made =
        pipeline.generate(
            cat()
                .hiresFix(
                    HiresFix.scale(1.5)
                        .steps(2)
                        .upscaler(Upscaler.lanczos())
                        .sampler(Sampler.ddim())
                        .prompt("a dog, big")
                        .denoisingStrength(0.4)
                        .build())
                .build());
    assertThat(made.parameters(0))
        .contains("Size: 64x64")
        .contains("Denoising strength: 0.4")
        .contains(
            "Hires sampler: DDIM, Hires prompt: \"a dog, big\", Hires upscale: 1.5, Hires steps: 2,"
                + " Hires upscaler: Lanczos");
  }

  @Test
  void generate_refusesTooLargeBeforeAnyWork() {
    assertThatThrownBy(() -> pipeline.generate(cat().hiresFix(HiresFix.scale(500).build()).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 8192");
    assertThatThrownBy(() -> HiresFix.scale(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hires scale must be in (0, 1000]");
    assertThatThrownBy(() -> HiresUpscaler.named("None such"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Lanczos");
  }
}
