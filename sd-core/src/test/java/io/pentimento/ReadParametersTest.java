package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.pentimento.image.HiresTarget;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Upscaler;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.Churn;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.sampling.SourceNoise;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadParametersTest {
  private static ReadParameters line(String fields) {
    return ReadParameters.of("a cat\nAb: 1, Cd: 2, " + fields);
  }

  @Test
  void of_aPictureOfTheWebui() {
    ReadParameters read =
        ReadParameters.of(
            "(a cat:1.2)\nNegative prompt: dog\nSteps: 28, Sampler: Euler a, Schedule type: Karras,"
                + " CFG scale: 7.5, Seed: 42, Size: 512x768, Model hash: 0a1b2c3d4e, Model: tiny,"
                + " Denoising strength: 0.7, Clip skip: 2, RNG: CPU, Version: v1.10.1");
    assertThat(read.request())
        .isEqualTo(
            TextToImage.builder("(a cat:1.2)")
                .negativePrompt("dog")
                .steps(28)
                .sampler(Sampler.eulerAncestral())
                .schedule(SigmaSchedule.karras())
                .guidanceScale(7.5)
                .seed(42)
                .size(512, 768)
                .clipSkip(2)
                .build());
    assertThat(read.notUsed())
        .containsExactly(
            entry("Model hash", "0a1b2c3d4e"),
            entry("Model", "tiny"),
            entry("Denoising strength", "0.7"),
            entry("Version", "v1.10.1"));
  }

  @Test
  void of_wordsAlone() {
    ReadParameters read = ReadParameters.of("just a prompt");
    assertThat(read.request())
        .isEqualTo(TextToImage.builder("just a prompt").noise(NoiseSource.nvidia()).build());
    assertThat(read.notUsed()).isEmpty();
  }

  @Test
  void fromParameters_isTheRequest() {
    String text = "a cat\nSteps: 5, Seed: 3, Size: 64x64";
    TextToImage request = ReadParameters.of(text).request();
    assertThat(request.sampling().steps()).isEqualTo(5);
    assertThat(TextToImage.fromParameters(text)).isEqualTo(request);
    assertThat(Pipeline.fromParameters(text)).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource({"CPU, CPU", "NV, NV", "GPU, NV"})
  void rng_gpuIsNvidias(String rng, String source) {
    assertThat(line("RNG: " + rng).request().sampling().seeds().source().name()).isEqualTo(source);
  }

  @Test
  void rng_isTheGpusWhereItIsNotTold() {
    assertThat(line("Seed: 1").request().sampling().seeds().source())
        .isEqualTo(NoiseSource.nvidia());
  }

  @Test
  void sampler_namesOfOldPictures() {
    ReadParameters read = line("Sampler: Euler a Karras");
    assertThat(read.request().sampling().sampler()).isEqualTo(Sampler.eulerAncestral());
    assertThat(read.request().sampling().schedule()).isEqualTo(SigmaSchedule.karras());
    assertThat(read.notUsed()).containsOnlyKeys("Ab", "Cd");
  }

  @Test
  void sampler_namesThatAreNotOfferedAreTold() {
    ReadParameters read = line("Sampler: Nonsense, Schedule type: None such");
    assertThat(read.request().sampling().sampler()).isEqualTo(Sampler.dpmpp2m());
    assertThat(read.request().sampling().schedule()).isEqualTo(SigmaSchedule.automatic());
    assertThat(read.notUsed())
        .containsEntry("Sampler", "Nonsense")
        .containsEntry("Schedule type", "None such");
  }

  @Test
  void schedule_thatIsTheSamplersOwnIsUsed() {
    ReadParameters read = line("Sampler: DPM++ 2M, Schedule type: Karras");
    assertThat(read.request().sampling().schedule()).isEqualTo(SigmaSchedule.automatic());
    assertThat(read.notUsed()).containsOnlyKeys("Ab", "Cd");
  }

  @Test
  void oldPictures_areReadAsTheirVersionMadeThem() {
    ReadParameters read = line("Size: 1024x1024, First pass size: 512x512, Version: v1.5.0");
    assertThat(read.request().size()).contains(new ImageSize(512, 512));
    assertThat(read.request().hiresFix().orElseThrow().target())
        .isEqualTo(HiresTarget.resized(1024, 1024));
    assertThat(read.notUsed()).containsEntry("Downcast alphas_cumprod", "True");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Steps: abc | It must be a whole number.",
        "Steps: 7.5 | It must be a whole number.",
        "Steps: 3000000000 | It must be a whole number below 2^31.",
        "Steps: 5000 | steps must be in [1, 1000], but got: 5000.",
        "Seed: 9999999999999999999 | It must be a whole number below 2^63.",
        "Seed: -2 | seed must be 0 or more, or -1 for a random one, but got: -2.",
        "CFG scale: much | It must be a number.",
        "CFG scale: NaN | It must be a number.",
        "CFG scale: 1e999999999 | guidanceScale must be in [0, 100], but got: Infinity.",
        "Size: large | It must be a width and a height such as 512x768.",
        "Size: 0x8 | width and height must be at least 1, but got: 0x8.",
        "Clip skip: 0 | clipSkip must be in [1, 12], but got: 0.",
        "RNG: custom | It must be one of CPU, NV, GPU.",
        "Eta DDIM: much, Sampler: DDIM | It must be a number.",
        "Eta: -1, Sampler: Euler a | eta must be in [0, 10], but got: -1.0.",
        "Sigma churn: NaN, Sampler: Euler | It must be a finite number.",
        "UniPC variant: bh3, Sampler: UniPC | It must be one of bh1, bh2, vary_coeff.",
        "Schedule rho: -7, Schedule type: Karras | rho must be in (0, 1000], but got: -7.0.",
        "Emphasis: loud | It must be one of Original, No norm, Ignore, None.",
        "Pad conds: yes | It must be one of True, False.",
        "Variation seed strength: 2 | variation strength must be in [0, 1], but got: 2.0."
      })
  void badValues_areNamed(String field, String reason) {
    assertThatThrownBy(() -> line(field))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            field.replaceFirst(",.*", "") + " in a picture's parameters cannot be used. " + reason);
  }

  @Test
  void numbers_asPythonWritesThem() {
    Sampling sampling = line("Steps: 20.0, CFG scale: 7., Seed: 5.00").request().sampling();
    assertThat(sampling.steps()).isEqualTo(20);
    assertThat(sampling.guidanceScale()).isEqualTo(7);
    assertThat(sampling.seed()).isEqualTo(5);
  }

  @Test
  void of_optionsOfAPictureOfTheWebui() {
    ReadParameters read =
        line(
            "Sampler: DPM2, Schedule type: Exponential, Variation seed: 9,"
                + " Variation seed strength: 0.25, Seed resize from: 512x768, ENSD: 31337,"
                + " Noise multiplier: 0.9, Extra noise: 0.1, Sigma churn: 20.0, Sigma tmin: 0.2,"
                + " Sigma tmax: 10.0, Sigma noise: 1.003, Schedule max sigma: 9,"
                + " Schedule min sigma: 0.1, Discard penultimate sigma: True,"
                + " SGM noise multiplier: True, NGMS: 3.0, NGMS all steps: True,"
                + " Skip Early CFG: 0.3, Pad conds: True, Emphasis: No norm,"
                + " Old prompt editing timelines: True");
    Sampling sampling = read.request().sampling();
    assertThat(sampling.sampler()).isEqualTo(Sampler.dpm2(new Churn(20, 0.2, 10, 1.003)));
    assertThat(sampling.schedule())
        .isEqualTo(SigmaSchedule.exponential().withRange(0.1, 9).discardingPenultimate());
    assertThat(sampling.seeds())
        .isEqualTo(
            Seeds.of(-1)
                .withSource(NoiseSource.nvidia())
                .withVariation(new Seeds.Variation(9, 0.25))
                .withResizeFrom(new ImageSize(512, 768))
                .withStepSeedDelta(31337));
    assertThat(sampling.sourceNoise()).isEqualTo(new SourceNoise(0.9, 0.1, false, true));
    assertThat(sampling.guidance())
        .isEqualTo(Guidance.of(7).withMinSigma(3, true).withSkipEarly(0.3));
    assertThat(sampling.prompts())
        .isEqualTo(
            PromptReading.defaults()
                .withEmphasis(Emphasis.NO_NORM)
                .withPadding(TokenPadding.EMPTY_TEXT)
                .withOldTimelines(true));
    assertThat(read.notUsed()).containsOnlyKeys("Ab", "Cd");
  }

  @Test
  void options_thatTheSamplerDoesNotHaveAreTold() {
    ReadParameters read = line("Sampler: DPM++ 2M, Eta: 0.5, Eta DDIM: 1");
    assertThat(read.request().sampling().sampler()).isEqualTo(Sampler.dpmpp2m());
    assertThat(read.notUsed()).containsEntry("Eta", "0.5").containsEntry("Eta DDIM", "1");
  }

  @Test
  void options_ofSchedulesAreTheUsualOnesWhereTheyAreZero() {
    ReadParameters read =
        line("Sampler: Euler, Schedule type: Karras, Schedule rho: 0, Schedule max sigma: 0.0");
    assertThat(read.request().sampling().schedule()).isEqualTo(SigmaSchedule.karras());
    assertThat(line("Sampler: Euler, Schedule type: Beta").request().sampling().schedule())
        .isEqualTo(SigmaSchedule.beta());
  }

  @Test
  void variationSeed_countsWithItsStrengthAlone() {
    assertThat(line("Variation seed: 9").request().sampling().seeds().variation()).isEmpty();
    assertThat(line("Variation seed strength: 0.5").request().sampling().seeds().variation())
        .contains(new Seeds.Variation(-1, 0.5));
  }

  @Test
  void hiresFix_isReadBack() {
    HiresFix fix =
        HiresFix.scale(1.5)
            .steps(7)
            .upscaler(Upscaler.lanczos())
            .sampler(Sampler.ddim())
            .schedule(SigmaSchedule.karras())
            .prompt("more, of: it")
            .negativePrompt("less")
            .denoisingStrength(0.35)
            .build();
    assertThat(readBack(fix)).isEqualTo(fix);
    HiresFix sized = HiresFix.size(1024, 0).upscaler(LatentUpscale.NEAREST).build();
    assertThat(readBack(sized)).isEqualTo(sized);
  }

  private static HiresFix readBack(HiresFix fix) {
    TextToImage request = TextToImage.builder("a cat").seed(3).size(64, 64).hiresFix(fix).build();
    String text =
        RecordedSettings.of(
                request, request.sampling().seeds().drawn(1), 0, "64x64", "tiny", Map.of())
            .text();
    ReadParameters read = ReadParameters.of(text);
    assertThat(read.notUsed()).containsExactly(entry("Model", "tiny"));
    assertThat(read.request()).isEqualTo(request);
    return read.request().hiresFix().orElseThrow();
  }

  @Test
  void hiresFix_withWhatIsNotOffered_tellsSo() {
    ReadParameters read =
        line(
            "Denoising strength: 0.7, Hires upscale: 2, Hires steps: 15, Hires upscaler:"
                + " 4x-UltraSharp, Hires sampler: Use same sampler, Hires schedule type: Nonsense");
    HiresFix fix = read.request().hiresFix().orElseThrow();
    assertThat(fix.steps()).isEqualTo(15);
    assertThat(fix.sampler()).isEmpty();
    assertThat(read.notUsed()).containsEntry("Hires upscaler", "4x-UltraSharp");
    assertThat(read.notUsed()).containsEntry("Hires schedule type", "Nonsense");
    assertThatThrownBy(() -> line("Hires upscale: much"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Hires upscale: much");
  }

  @Property
  void of_readsBackTheRequestOfAPicture(@ForAll("requests") TextToImage request) {
    String size = request.size().orElseThrow().toString();
    String text =
        RecordedSettings.of(
                request, request.sampling().seeds().drawn(1), 0, size, "my, model: 1", Map.of())
            .text();
    ReadParameters read = ReadParameters.of(text);
    assertThat(read.request()).isEqualTo(request);
    assertThat(read.notUsed()).containsExactly(entry("Model", "my, model: 1"));
  }

  /** All that a text tells: one picture of a known seed, by the WebUI's conventions. */
  @Provide
  Arbitrary<TextToImage> requests() {
    Arbitrary<Sampling> sampling =
        Combinators.combine(
                Arbitraries.integers().between(1, 1000),
                RecordedChoices.guidance(),
                RecordedChoices.seeds(),
                RecordedChoices.samplers(),
                RecordedChoices.readings(),
                RecordedChoices.sourceNoise())
            .as(
                (steps, guidance, seeds, sampler, reading, noise) ->
                    Sampling.defaults()
                        .withSteps(steps)
                        .withGuidance(guidance)
                        .withSeeds(seeds)
                        .withSampler(sampler.sampler())
                        .withSchedule(sampler.schedule())
                        .withPrompts(reading)
                        .withSourceNoise(noise));
    Arbitrary<Optional<ImageSize>> sizes = RecordedChoices.sizes().map(Optional::of);
    return Combinators.combine(prompts(), prompts(), sizes, sampling)
        .as(
            (prompt, negativePrompt, size, settings) ->
                new TextToImage(
                    prompt, negativePrompt, size, Optional.empty(), Optional.empty(), settings));
  }

  private static Arbitrary<String> prompts() {
    return Arbitraries.strings()
        .withChars("aZ09 ,:()[]<>\"\\猫é")
        .ofMaxLength(12)
        .map(String::strip)
        .list()
        .ofMaxSize(3)
        .map(lines -> String.join("\n", lines).strip());
  }
}
