package io.pentimento.sampling;

import java.util.Objects;

/**
 * The settings that every kind of request shares.
 *
 * @param steps denoising steps, 1 to 1000
 * @param guidanceScale how strongly the prompt is followed (classifier-free guidance), 0 to 100,
 *     usually 1 to 15
 * @param seed the first picture's seed, 0 or more, or -1 for a random one; picture i uses seed + i
 * @param batch how many pictures, 1 to 64
 * @param sampler the sampler
 * @param schedule the noise levels
 * @param clipSkip which layer of the text encoder counts from the end, 1 (the last) to 12
 * @param noise where noise comes from
 * @param conventions whose step arithmetic is followed
 */
public record Sampling(
    int steps,
    double guidanceScale,
    long seed,
    int batch,
    Sampler sampler,
    SigmaSchedule schedule,
    int clipSkip,
    NoiseSource noise,
    Conventions conventions) {
  /** Checks every setting. */
  public Sampling {
    if (steps < 1 || steps > 1000) {
      throw new IllegalArgumentException("steps must be in [1, 1000], but got: " + steps + ".");
    }
    if (!(guidanceScale >= 0 && guidanceScale <= 100)) {
      throw new IllegalArgumentException(
          "guidanceScale must be in [0, 100], but got: " + guidanceScale + ".");
    }
    if (seed < -1) {
      throw new IllegalArgumentException(
          "seed must be 0 or more, or -1 for a random one, but got: " + seed + ".");
    }
    if (batch < 1 || batch > 64) {
      throw new IllegalArgumentException(
          "batch must be in [1, 64], but got: " + batch + ". Make more in further calls.");
    }
    if (clipSkip < 1 || clipSkip > 12) {
      throw new IllegalArgumentException("clipSkip must be in [1, 12], but got: " + clipSkip + ".");
    }
    Objects.requireNonNull(sampler, "sampler");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(noise, "noise");
    Objects.requireNonNull(conventions, "conventions");
  }

  /**
   * The WebUI's defaults: 20 steps of DPM++ 2M at guidance scale 7, one picture of a random seed.
   */
  public static Sampling defaults() {
    return new Sampling(
        20,
        7,
        -1,
        1,
        Sampler.dpmpp2m(),
        SigmaSchedule.automatic(),
        1,
        NoiseSource.torchCpu(),
        Conventions.WEBUI);
  }

  /** Returns these settings with another step count. */
  public Sampling withSteps(int steps) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }

  /** Returns these settings with another guidance scale. */
  public Sampling withGuidanceScale(double guidanceScale) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }

  /** Returns these settings with another first seed. */
  public Sampling withSeed(long seed) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }

  /** Returns these settings with another number of pictures. */
  public Sampling withBatch(int batch) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }

  /** Returns these settings with another sampler. */
  public Sampling withSampler(Sampler sampler) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }

  /** Returns these settings with another schedule. */
  public Sampling withSchedule(SigmaSchedule schedule) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }

  /** Returns these settings with another clip skip. */
  public Sampling withClipSkip(int clipSkip) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }

  /** Returns these settings with another noise source. */
  public Sampling withNoise(NoiseSource noise) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }

  /** Returns these settings with another conventions. */
  public Sampling withConventions(Conventions conventions) {
    return new Sampling(
        steps, guidanceScale, seed, batch, sampler, schedule, clipSkip, noise, conventions);
  }
}
