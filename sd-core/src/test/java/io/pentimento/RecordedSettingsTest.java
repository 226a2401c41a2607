package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.ImageSize;
import io.pentimento.infotext.Infotext;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.PromptManner;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.PromptTexts;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.Churn;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.sampling.SourceNoise;
import io.pentimento.sampling.UniPc;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedSettingsTest {
  private static String line(GenerationRequest request) {
    String text = told(request, 0, "tiny").text();
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
    assertThat(told(request, 0, "tiny").text())
        .isEqualTo(
            "a cat,\nasleep\nNegative prompt: dog\nblurry\n"
                + "Steps: 4, Sampler: Euler a, Schedule type: Automatic, CFG scale: 7.5, Seed: 7,"
                + " Size: 64x96, Model: tiny, Clip skip: 2, RNG: CPU");
  }

  @Test
  void text_emptyPromptLeavesTheSettings() {
    assertThat(told(cat().prompt("").build(), 0, "tiny").text()).startsWith("Steps: 4, ");
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
    assertThat(told(cat().build(), 0, "my, model\nfile").text())
        .contains("Model: \"my, model\\nfile\"");
  }

  @Test
  void unusualSettings_inTheWebuisOrder() {
    Sampling sampling =
        Sampling.defaults()
            .withSampler(Sampler.heun(new Churn(20, 0.2, 10, 1.003)))
            .withSchedule(SigmaSchedule.karras(5, 0.1, 9).discardingPenultimate())
            .withSourceNoise(new SourceNoise(0.9, 0.2, false, true))
            .withGuidance(new Guidance(7, 0.7, 0.3, 3, true, 1.5))
            .withPrompts(
                PromptReading.defaults()
                    .withEmphasis(Emphasis.NO_NORM)
                    .withPadding(TokenPadding.LAST_VECTOR)
                    .withOldTimelines(true))
            .withSeeds(
                Seeds.of(7)
                    .withVariation(new Seeds.Variation(100, 0.35))
                    .withResizeFrom(new ImageSize(512, 768))
                    .withStepSeedDelta(31337));
    GenerationRequest request = cat().sampling(sampling).build();
    String text = told(request, 2, "tiny").text();
    assertThat(text.substring(text.indexOf("Model: ")))
        .isEqualTo(
            "Model: tiny, Variation seed: 102, Variation seed strength: 0.35,"
                + " Seed resize from: 512x768, ENSD: 31337, RNG: CPU, Noise multiplier: 0.9,"
                + " Extra noise: 0.2, Sigma churn: 20, Sigma tmin: 0.2, Sigma tmax: 10,"
                + " Sigma noise: 1.003, Schedule min sigma: 0.1, Schedule max sigma: 9,"
                + " Schedule rho: 5, Discard penultimate sigma: True, SGM noise multiplier: True,"
                + " NGMS: 3, NGMS all steps: True, Skip Early CFG: 0.3, CFG Rescale: 0.7,"
                + " Pad conds v0: True, Emphasis: No norm, Old prompt editing timelines: True");
  }

  @Test
  void samplersOptions_whereTheyAreNotUsual() {
    assertThat(line(cat().sampler(Sampler.dpmppSde(0.5, 1)).build()))
        .endsWith("RNG: CPU, Eta: 0.5");
    assertThat(line(cat().sampler(Sampler.ddim(1)).build())).endsWith("RNG: CPU, Eta DDIM: 1");
    UniPc settings = new UniPc(UniPc.Variant.BH2, UniPc.Spacing.LOG_SNR, 2, false);
    assertThat(line(cat().sampler(Sampler.unipc(settings)).build()))
        .endsWith(
            "UniPC variant: bh2, UniPC skip type: logSNR, UniPC order: 2,"
                + " UniPC lower order final: False");
  }

  @Test
  void variation_ofARandomSeed_tellsWhichItWas() {
    assertThat(line(cat().variation(-1, 0.5).build()))
        .contains("Variation seed strength: 0.5")
        .containsPattern("Variation seed: \\d+,");
    assertThat(line(cat().variation(5, 0).build())).doesNotContain("Variation");
  }

  @Test
  void prompts_areToldInTheWebuisManner() {
    TextToImage.Builder request =
        cat()
            .prompt("hot::2 dog --no bun")
            .negativePrompt("blurry")
            .sampling(
                Sampling.defaults()
                    .withPrompts(PromptReading.defaults().withManner(PromptManner.MIDJOURNEY)));
    PromptTexts texts = PromptManner.MIDJOURNEY.read("hot::2 dog --no bun", "blurry");
    assertThat(told(request.build(), 0, "tiny").text())
        .startsWith(texts.prompt() + "\nNegative prompt: " + texts.negativePrompt() + "\nSteps")
        .doesNotContain("--no");
  }

  @Test
  void guidanceAtItsLargestNumbersIsWrittenInFull() {
    assertThat(line(cat().guidance(Guidance.of(7).withMinSigma(1e300, false)).build()))
        .endsWith("NGMS: 1e+300");
  }

  /** A request with settings of its own. */
  private record Told(Map<String, String> settings) implements LatentRequest {
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

  /** Tells of a picture of the seed 7 and the size 64x96. */
  private static Infotext told(GenerationRequest request, int index, String model) {
    Seeds drawn =
        request.sampling().seeds().withEach(Collections.nCopies(index + 1, 7L)).drawn(index + 1);
    return RecordedSettings.of(request, drawn, index, "64x96", model, Map.of());
  }
}
