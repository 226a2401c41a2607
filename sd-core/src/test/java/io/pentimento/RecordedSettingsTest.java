package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedSettingsTest {
  private static String line(GenerationRequest request) {
    String text = RecordedSettings.of(request, 7, "64x96", "tiny").text();
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  private static TextToImage.Builder cat() {
    return TextToImage.builder("a cat").steps(4);
  }

  @Test
  void text_promptNegativePromptAndSettings() {
    TextToImage request =
        cat()
            .prompt("a cat,\nasleep")
            .negativePrompt("dog\nblurry")
            .guidanceScale(7.5)
            .sampler(Sampler.eulerAncestral())
            .clipSkip(2)
            .build();
    assertThat(RecordedSettings.of(request, 7, "64x96", "tiny").text())
        .isEqualTo(
            "a cat,\nasleep\nNegative prompt: dog\nblurry\n"
                + "Steps: 4, Sampler: Euler a, Schedule type: Automatic, CFG scale: 7.5, Seed: 7,"
                + " Size: 64x96, Model: tiny, Clip skip: 2, RNG: CPU");
  }

  @Test
  void text_emptyPromptLeavesTheSettings() {
    assertThat(RecordedSettings.of(cat().prompt("").build(), 7, "64x96", "tiny").text())
        .startsWith("Steps: 4, ");
  }

  @Test
  void scheduleType_isWhatWasUsed() {
    assertThat(line(cat().build())).contains("Sampler: DPM++ 2M, Schedule type: Karras,");
    assertThat(line(cat().schedule(SigmaSchedule.uniform()).build()))
        .contains("Schedule type: Uniform,");
    assertThat(line(cat().sampler(Sampler.euler()).schedule(SigmaSchedule.karras()).build()))
        .contains("Schedule type: Karras,");
    assertThat(line(cat().sampler(Sampler.ddim()).build())).contains("Schedule type: Automatic,");
  }

  @Test
  void rng_isTheNoiseSource() {
    assertThat(line(cat().build())).endsWith("RNG: CPU");
    assertThat(line(cat().noise(NoiseSource.nvidia()).build())).endsWith("RNG: NV");
    assertThat(line(cat().noise(seed -> count -> new float[count]).build()))
        .endsWith("RNG: custom");
  }

  @Test
  void denoisingStrength_hasItsPlaceAndNoNeedlessZero() {
    BufferedImage image = new BufferedImage(64, 96, BufferedImage.TYPE_INT_RGB);
    ImageToImage.Builder request = ImageToImage.builder(image, "a cat").steps(4);
    assertThat(line(request.denoisingStrength(0.55).build()))
        .endsWith("Model: tiny, Denoising strength: 0.55, RNG: CPU");
    assertThat(line(request.denoisingStrength(1).build())).contains("Denoising strength: 1,");
  }

  @Test
  void values_thatWouldBeCutAreQuotedAsJson() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Mask blur", "4");
    settings.put("TI hashes", "a: 1, b\\c: \"2\"\t\u0001");
    settings.put("Tiling", "Tiling");
    assertThat(line(new Told(settings)))
        .endsWith(
            "RNG: CPU, Tiling, Mask blur: 4,"
                + " TI hashes: \"a: 1, b\\\\c: \\\"2\\\"\\t\\u0001\"");
    assertThat(RecordedSettings.of(cat().build(), 7, "64x96", "my, model\nfile").text())
        .contains("Model: \"my, model\\nfile\"");
  }

  /** A request with settings of its own. */
  private record Told(Map<String, String> settings) implements GenerationRequest {
    @Override
    public String prompt() {
      return "a cat";
    }

    @Override
    public String negativePrompt() {
      return "";
    }

    @Override
    public Sampling sampling() {
      return Sampling.defaults();
    }

    @Override
    public LatentPlan plan(LatentSpace space) {
      throw new UnsupportedOperationException();
    }
  }
}
