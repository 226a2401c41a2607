package io.pentimento;

import io.pentimento.infotext.Infotext;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Seeds;
import io.pentimento.sampling.SourceNoise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Turns the fields of a picture's parameters into the settings of a request. */
final class RequestFields {
  /** Reads a field's value and sets what it says. */
  @FunctionalInterface
  private interface Setter {
    void set(TextToImage.Builder request, FieldValue value);
  }

  private record Setting(String field, Setter setter) {}

  /** NV is the stream of the WebUI's GPU generator, on any machine. */
  private static final Map<String, NoiseSource> NOISE = noise();

  private static final Map<String, Emphasis> EMPHASIS = emphasis();

  /** Every field with a setting, in the order in which they are set, behind the sampler. */
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("Steps", (request, value) -> request.steps(value.wholeNumber())),
          new Setting("CFG scale", (request, value) -> request.guidanceScale(value.number())),
          new Setting(
              "Image CFG scale",
              ofGuidance(value -> asked -> asked.withImageScale(value.number()))),
          new Setting("Seed", (request, value) -> request.seed(value.longNumber())),
          new Setting(
              "Size",
              (request, value) -> request.size(value.size().width(), value.size().height())),
          new Setting("Clip skip", (request, value) -> request.clipSkip(value.wholeNumber())),
          new Setting("RNG", (request, value) -> request.noise(value.choice(NOISE))),
          new Setting("Variation seed strength", ofSeeds(RequestFields::variation)),
          new Setting("Variation seed", ofSeeds(RequestFields::variationSeed)),
          new Setting(
              "Seed resize from", ofSeeds(value -> seeds -> seeds.withResizeFrom(value.size()))),
          new Setting(
              "ENSD", ofSeeds(value -> seeds -> seeds.withStepSeedDelta(value.longNumber()))),
          new Setting(
              "Noise multiplier",
              ofSourceNoise(value -> noise -> noise.withMultiplier(value.number()))),
          new Setting(
              "Extra noise", ofSourceNoise(value -> noise -> noise.withExtra(value.number()))),
          new Setting(
              "SGM noise multiplier",
              ofSourceNoise(value -> noise -> noise.withFullVariance(value.truth()))),
          new Setting(
              "NGMS",
              ofGuidance(value -> asked -> asked.withMinSigma(value.number(), asked.everyCall()))),
          new Setting(
              "NGMS all steps",
              ofGuidance(value -> asked -> asked.withMinSigma(asked.minSigma(), value.truth()))),
          new Setting(
              "Skip Early CFG", ofGuidance(value -> asked -> asked.withSkipEarly(value.number()))),
          new Setting(
              "CFG Rescale", ofGuidance(value -> asked -> asked.withRescale(value.number()))),
          new Setting("Tiling", ofNetwork(NetworkFields::seamless)),
          new Setting("FreeU", ofNetwork(NetworkFields::freeU)),
          new Setting(
              "PAG scale",
              ofNetwork((options, value) -> options.withPerturbedAttention(value.number()))),
          new Setting(
              NetworkFields.SELF_ATTENTION,
              ofNetwork((options, value) -> options.withSelfAttention(value.number()))),
          new Setting(
              NetworkFields.TOKEN_MERGING,
              ofNetwork((options, value) -> options.withTokenMerging(value.number()))),
          new Setting(
              NetworkFields.DEEP_INTERVAL,
              ofNetwork((options, value) -> options.withDeepInterval(value.wholeNumber()))),
          new Setting("Pad conds", padding(TokenPadding.EMPTY_TEXT)),
          new Setting("Pad conds v0", padding(TokenPadding.LAST_VECTOR)),
          new Setting("Emphasis", (request, value) -> request.emphasis(value.choice(EMPHASIS))),
          new Setting(
              "Old prompt editing timelines",
              ofPrompts(value -> prompts -> prompts.withOldTimelines(value.truth()))));

  private RequestFields() {}

  private static Map<String, NoiseSource> noise() {
    Map<String, NoiseSource> sources = new LinkedHashMap<>();
    sources.put("CPU", NoiseSource.torchCpu());
    sources.put("NV", NoiseSource.nvidia());
    sources.put("GPU", NoiseSource.nvidia());
    return sources;
  }

  private static Map<String, Emphasis> emphasis() {
    Map<String, Emphasis> modes = new LinkedHashMap<>();
    for (Emphasis mode : Emphasis.values()) {
      modes.put(mode.label(), mode);
    }
    return modes;
  }

  private static Setter ofSeeds(Function<FieldValue, UnaryOperator<Seeds>> change) {
    return (request, value) ->
        request.sampling(
            request.sampling().withSeeds(change.apply(value).apply(request.sampling().seeds())));
  }

  private static Setter ofGuidance(Function<FieldValue, UnaryOperator<Guidance>> change) {
    return (request, value) ->
        request.guidance(change.apply(value).apply(request.sampling().guidance()));
  }

  private static Setter ofNetwork(BiFunction<NetworkOptions, FieldValue, NetworkOptions> change) {
    return (request, value) -> request.network(change.apply(request.sampling().network(), value));
  }

  private static Setter ofSourceNoise(Function<FieldValue, UnaryOperator<SourceNoise>> change) {
    return (request, value) ->
        request.sampling(
            request
                .sampling()
                .withSourceNoise(change.apply(value).apply(request.sampling().sourceNoise())));
  }

  private static Setter ofPrompts(Function<FieldValue, UnaryOperator<PromptReading>> change) {
    return (request, value) ->
        request.sampling(
            request
                .sampling()
                .withPrompts(change.apply(value).apply(request.sampling().prompts())));
  }

  private static Setter padding(TokenPadding padding) {
    return ofPrompts(value -> prompts -> value.truth() ? prompts.withPadding(padding) : prompts);
  }

  /** Without a seed the variation is a random one. */
  private static UnaryOperator<Seeds> variation(FieldValue strength) {
    return seeds -> seeds.withVariation(new Seeds.Variation(-1, strength.number()));
  }

  /** A seed without a strength has no effect, and the strength is read before. */
  private static UnaryOperator<Seeds> variationSeed(FieldValue seed) {
    return seeds ->
        seeds.variation().isEmpty()
            ? seeds
            : seeds.withVariation(
                new Seeds.Variation(seed.longNumber(), seeds.variationStrength()));
  }

  static ReadParameters read(Infotext text) {
    TextToImage.Builder request =
        TextToImage.builder(text.prompt())
            .negativePrompt(text.negativePrompt())
            .noise(NoiseSource.nvidia());
    Map<String, String> left = new LinkedHashMap<>(text.fields());
    SamplerFields.set(request, left);
    HiresFields.set(request, left);
    for (Setting setting : SETTINGS) {
      String value = left.remove(setting.field());
      if (value != null) {
        new FieldValue(setting.field(), value)
            .reading(
                read -> {
                  setting.setter().set(request, read);
                  return request;
                });
      }
    }
    return new ReadParameters(request.build(), left);
  }
}
