package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the noise of the pictures comes from. */
final class SeedOptions {
  /** The seeds that the WebUI draws, so that a seed can be carried there. */
  private static final long SEEDS = 1L << 32;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The first picture's seed; a random one unless set.")
  private @Nullable Long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      description = "A seed for each picture, and as many pictures: 5,8,13.")
  private @Nullable List<Long> seeds;

  @Option(
      names = "--variation-seed",
      paramLabel = "N",
      description =
          "The seed of a second noise, with --variation-strength; a random one unless set.")
  private @Nullable Long variationSeed;

  @Option(
      names = "--variation-strength",
      paramLabel = "X",
      description = "How far to turn towards the second noise, 0 to 1; 0 unless set.")
  private @Nullable Double variationStrength;

  @Option(
      names = "--seed-resize",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Keep the composition that the seed gives at this size.")
  private @Nullable ImageSize resize;

  @Option(
      names = "--ensd",
      paramLabel = "N",
      description = "What is added to the seeds of all noise after the first; 0 unless set.")
  private @Nullable Long ensd;

  @Option(
      names = "--rng",
      paramLabel = "NAME",
      converter = NoiseConverter.class,
      description =
          "Whose random numbers: cpu (torch's on a processor) or nv (on an NVIDIA GPU); cpu unless"
              + " set.")
  private @Nullable NoiseSource rng;

  /**
   * Gives these settings to others.
   *
   * @param draw whether a seed that is left to chance is drawn now, so that it can be told
   */
  Sampling in(Sampling start, boolean draw) {
    if (seed != null && seeds != null) {
      throw new IllegalArgumentException(
          "--seed and --seeds exclude each other. Set the first seed, or each.");
    }
    Sampling sampling = start.withSeeds(noise(start.seeds()));
    if (seed != null) {
      sampling = sampling.withSeed(seed);
    }
    if (seeds != null) {
      sampling = sampling.withSeeds(seeds);
    }
    return draw && sampling.seed() == -1 ? sampling.withSeed(random()) : sampling;
  }

  private Seeds noise(Seeds start) {
    Seeds noise = start;
    if (variationSeed != null || variationStrength != null) {
      noise = noise.withVariation(variation(start));
    }
    if (resize != null) {
      noise = noise.withResizeFrom(resize);
    }
    if (ensd != null) {
      noise = noise.withStepSeedDelta(ensd);
    }
    return rng == null ? noise : noise.withSource(rng);
  }

  private Seeds.Variation variation(Seeds start) {
    double strength = variationStrength == null ? start.variationStrength() : variationStrength;
    if (variationSeed != null && variationStrength == null && strength == 0) {
      throw new IllegalArgumentException(
          "--variation-seed needs --variation-strength, which is 0 unless set.");
    }
    long first = start.variation().map(Seeds.Variation::seed).orElse(-1L);
    long seeded = variationSeed == null ? first : variationSeed;
    return new Seeds.Variation(seeded == -1 ? random() : seeded, strength);
  }

  private static long random() {
    return ThreadLocalRandom.current().nextLong(SEEDS);
  }
}
