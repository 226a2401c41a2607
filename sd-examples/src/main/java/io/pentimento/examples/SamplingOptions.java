package io.pentimento.examples;

import io.pentimento.RequestBuilder;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a picture is made, the same for all tasks. */
final class SamplingOptions {
  /** The seeds that the WebUI draws, so that a seed can be carried there. */
  private static final long SEEDS = 1L << 32;

  @Option(
      names = "--negative",
      paramLabel = "TEXT",
      description = "What the picture should not show.")
  private String negative = "";

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
      converter = SamplerConverter.class,
      description =
          "One of euler, euler-a, ddim, dpmpp-2m, or the WebUI's name of it; dpmpp-2m unless set.")
  private @Nullable Sampler sampler;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      converter = ScheduleConverter.class,
      description =
          "The noise levels: automatic (the sampler's own), uniform or karras; automatic unless"
              + " set.")
  private SigmaSchedule schedule = SigmaSchedule.automatic();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The first picture's seed; a random one unless set.")
  private long seed = -1;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many pictures, with seeds counting up; 1 unless set.")
  private int batch = 1;

  @Option(
      names = "--clip-skip",
      paramLabel = "N",
      description = "Which layer of the text encoder counts, from the last one, 1.")
  private int clipSkip = 1;

  @Option(
      names = "--conventions",
      paramLabel = "NAME",
      description =
          "Whose arithmetic is followed where programs differ: webui or diffusers; webui unless"
              + " set.")
  private Conventions conventions = Conventions.WEBUI;

  /** Gives these settings to a request; what is not set comes from the defaults. */
  <B extends RequestBuilder<B>> B apply(B builder, ModelDefaults defaults) {
    return builder.negativePrompt(negative).sampling(sampling(defaults));
  }

  private Sampling sampling(ModelDefaults defaults) {
    return Sampling.defaults()
        .withSteps(Objects.requireNonNullElse(steps, defaults.steps()))
        .withGuidanceScale(Objects.requireNonNullElse(cfg, defaults.guidanceScale()))
        .withSampler(Objects.requireNonNullElse(sampler, defaults.sampler()))
        .withSchedule(schedule)
        .withSeed(seed == -1 ? ThreadLocalRandom.current().nextLong(SEEDS) : seed)
        .withBatch(batch)
        .withClipSkip(clipSkip)
        .withConventions(conventions);
  }
}
