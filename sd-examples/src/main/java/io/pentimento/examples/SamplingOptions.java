package io.pentimento.examples;

import io.pentimento.GenerationRequest;
import io.pentimento.RequestBuilder;
import io.pentimento.control.ImagePrompt;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.Sampling;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a picture is made, the same for all tasks. */
final class SamplingOptions {
  @Option(
      names = "--negative",
      paramLabel = "TEXT",
      description = "What the picture should not show.")
  private @Nullable String negative;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Denoising steps, 1 to 1000; 20 unless set.")
  private @Nullable Integer steps;

  @Option(
      names = "--cfg",
      paramLabel = "SCALE",
      description =
          "How strongly the prompt is followed, 0 to 100; 7 unless set, 5 for the bundled model.")
  private @Nullable Double cfg;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      converter = NamedSampler.Converter.class,
      completionCandidates = NamedSampler.Converter.class,
      description =
          "One of ${COMPLETION-CANDIDATES}, in any case, or as other programs spell it (euler-a,"
              + " dpmpp-2m); a schedule may follow (DPM++ 2M Karras). DPM++ 2M unless set.")
  private @Nullable NamedSampler sampler;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many pictures, with seeds counting up; 1 unless set.")
  private @Nullable Integer batch;

  @Option(
      names = "--conventions",
      paramLabel = "NAME",
      description =
          "Whose arithmetic is followed where programs differ: webui or diffusers; webui unless"
              + " set.")
  private @Nullable Conventions conventions;

  @ArgGroup(validate = false, order = 1, heading = "%nOptions of the sampler, where it has them:%n")
  private SamplerTuning tuning = new SamplerTuning();

  @ArgGroup(validate = false, order = 2, heading = "%nNoise levels:%n")
  private ScheduleOptions schedule = new ScheduleOptions();

  @ArgGroup(validate = false, order = 3, heading = "%nSeeds:%n")
  private SeedOptions seeds = new SeedOptions();

  @ArgGroup(validate = false, order = 4, heading = "%nPrompts:%n")
  private PromptOptions prompts = new PromptOptions();

  @ArgGroup(validate = false, order = 5, heading = "%nGuidance:%n")
  private GuidanceOptions guidance = new GuidanceOptions();

  @ArgGroup(validate = false, order = 6, heading = "%nNetworks:%n")
  private NetworkSettings network = new NetworkSettings();

  @ArgGroup(validate = false, order = 8, heading = "%nParts of the picture:%n")
  private RegionPromptOptions regions = new RegionPromptOptions();

  @ArgGroup(validate = false, order = 7, heading = "%nAdapters:%n")
  private AdapterOptions adapters = new AdapterOptions();

  @ArgGroup(validate = false, order = 7, heading = "%nA second model that takes over on the way:%n")
  private RefinerOptions refiner = new RefinerOptions();

  /** Tells whether a second model is named. */
  boolean isRefined() {
    return refiner.isGiven();
  }

  @Mixin private ImagePromptOptions imagePrompts = new ImagePromptOptions();

  /**
   * Gives these settings to a request; what is not set comes from the model's defaults.
   *
   * @throws IOException if an adapter's file, a mask or a picture is missing or damaged, or the
   *     second model's is missing
   */
  <B extends RequestBuilder<B>> B apply(B builder, ModelDefaults defaults) throws IOException {
    return apply(builder.sampling(defaults.in(builder.build().sampling())), true);
  }

  /**
   * Gives these settings to a request; what is not set stays as it is.
   *
   * @param draw whether a seed that is left to chance is drawn now, so that it can be told
   * @throws IOException if an adapter's file, a mask or a picture is missing or damaged, or the
   *     second model's is missing
   */
  <B extends RequestBuilder<B>> B apply(B builder, boolean draw) throws IOException {
    GenerationRequest start = builder.build();
    if (negative != null) {
      builder.negativePrompt(negative);
    }
    Sampling asked = sampling(start.sampling());
    NetworkOptions withRegions = asked.network().withRegions(regions.in(asked.network().regions()));
    Sampling sampling = asked.withNetwork(withRegions).withRefiner(refiner.in(asked.refiner()));
    builder.sampling(seeds.in(sampling, draw)).adapters(adapters.stack());
    // A blend has its own, and a prompt in Midjourney's manner has weighed them already.
    return start.sampling().imagePrompts().isEmpty() ? builder.imagePrompt(shown()) : builder;
  }

  /**
   * Returns the pictures beside the prompt.
   *
   * @throws IOException if one is missing or damaged, or an adapter's file is missing
   */
  ImagePrompt[] shown() throws IOException {
    return imagePrompts.prompts().toArray(ImagePrompt[]::new);
  }

  /**
   * Returns pictures as one, in place of those beside the prompt.
   *
   * @throws IOException if one is missing or damaged, or the adapter's file is missing
   */
  ImagePrompt blend(List<WeightedPicture> pictures) throws IOException {
    return imagePrompts.blend(pictures);
  }

  private Sampling sampling(Sampling start) {
    Sampling sampling = sampler == null ? start : sampler.in(start);
    if (steps != null) {
      sampling = sampling.withSteps(steps);
    } else if (schedule.steps().isPresent()) {
      sampling = sampling.withSteps(schedule.steps().getAsInt());
    }
    if (cfg != null) {
      sampling = sampling.withGuidanceScale(cfg);
    }
    if (batch != null) {
      sampling = sampling.withBatch(batch);
    }
    if (conventions != null) {
      sampling = sampling.withConventions(conventions);
    }
    return sampling
        .withSampler(tuning.in(sampling.sampler()))
        .withSchedule(schedule.in(sampling.schedule()))
        .withGuidance(guidance.in(sampling.guidance()))
        .withNetwork(network.in(sampling.network()))
        .withPrompts(prompts.in(sampling.prompts()));
  }
}
