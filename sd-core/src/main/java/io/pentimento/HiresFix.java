package io.pentimento;

import io.pentimento.image.HiresTarget;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.NetworkOptions;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A second pass that enlarges the picture and draws it again in detail: what the WebUI calls
 * "Hires. fix".
 *
 * @param target how large the picture becomes
 * @param upscaler what enlarges it between the passes
 * @param steps the second pass's steps, 1 to 1000, or 0 for as many as the first has
 * @param denoisingStrength how much of the enlarged picture is drawn anew, in [0, 1]
 * @param sampler the second pass's sampler; the first's if empty
 * @param schedule the second pass's schedule; the first's if empty
 * @param prompt the second pass's prompt; the first's if empty
 * @param negativePrompt the second pass's negative prompt; the first's if empty
 * @param tokenMerging which share of tokens the second pass merges, 0 to 0.9; the first's if empty
 */
public record HiresFix(
    HiresTarget target,
    HiresUpscaler upscaler,
    int steps,
    double denoisingStrength,
    Optional<Sampler> sampler,
    Optional<SigmaSchedule> schedule,
    Optional<String> prompt,
    Optional<String> negativePrompt,
    OptionalDouble tokenMerging) {
  /** Checks every setting. */
  public HiresFix {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(upscaler, "upscaler");
    Objects.requireNonNull(sampler, "sampler");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    tokenMerging.ifPresent(NetworkOptions::checkTokenMerging);
    if (steps < 0 || steps > 1000) {
      throw new IllegalArgumentException(
          "hires steps must be in [1, 1000], or 0 for those of the first pass, but got: "
              + steps
              + ".");
    }
    RequestBuilder.requireFraction("denoisingStrength", denoisingStrength);
  }

  /** Starts with a factor for both sides, above 0; 2 is usual. */
  public static Builder scale(double factor) {
    return new Builder(HiresTarget.scaled(factor));
  }

  /**
   * Starts with a size in pixels; 0 for one side keeps the picture's shape.
   *
   * @throws IllegalArgumentException if both are 0
   */
  public static Builder size(int width, int height) {
    return new Builder(HiresTarget.resized(width, height));
  }

  /** Starts with any target. */
  public static Builder of(HiresTarget target) {
    return new Builder(target);
  }

  /** Plans the second pass of a request whose first pass has a size. */
  NextPass after(TextToImage request, ImageSize first) {
    Sampling sampling = request.sampling();
    Sampling own =
        sampling
            .withSampler(sampler.orElse(sampling.sampler()))
            .withSchedule(schedule.orElse(sampling.schedule()))
            .withSteps(steps == 0 ? sampling.steps() : steps)
            .withNetwork(
                sampling
                    .network()
                    .withTokenMerging(tokenMerging.orElse(sampling.network().tokenMerging())))
            .withSourceNoise(sampling.sourceNoise().withMultiplier(1).withExactSteps(true));
    return new NextPass(
        new HiresPlan(this, target.from(first)),
        own,
        prompt.orElse(request.prompt()),
        negativePrompt.orElse(request.negativePrompt()));
  }

  /** Returns the settings under the names that pictures record them by. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Denoising strength", Double.toString(denoisingStrength));
    sampler.ifPresent(own -> settings.put("Hires sampler", own.name()));
    prompt.ifPresent(own -> settings.put("Hires prompt", own));
    negativePrompt.ifPresent(own -> settings.put("Hires negative prompt", own));
    schedule.ifPresent(own -> settings.put("Hires schedule type", own.name()));
    settings.put(target.name(), target.value());
    if (steps > 0) {
      settings.put("Hires steps", Integer.toString(steps));
    }
    settings.put("Hires upscaler", upscaler.name());
    tokenMerging.ifPresent(
        ratio -> settings.put(NetworkFields.HIRES_TOKEN_MERGING, Double.toString(ratio)));
    return settings;
  }

  /** Builds a {@link HiresFix}. */
  public static final class Builder {
    private final HiresTarget target;
    private HiresUpscaler upscaler = new HiresUpscaler.OfLatent(LatentUpscale.BILINEAR);
    private int steps;
    private double denoisingStrength = 0.7;
    private Optional<Sampler> sampler = Optional.empty();
    private Optional<SigmaSchedule> schedule = Optional.empty();
    private Optional<String> prompt = Optional.empty();
    private Optional<String> negativePrompt = Optional.empty();
    private OptionalDouble tokenMerging = OptionalDouble.empty();

    private Builder(HiresTarget target) {
      this.target = Objects.requireNonNull(target, "target");
    }

    /** Enlarges the latent, bilinearly unless set. */
    public Builder upscaler(LatentUpscale mode) {
      return upscaler(new HiresUpscaler.OfLatent(mode));
    }

    /** Enlarges the picture. */
    public Builder upscaler(Upscaler upscaler) {
      return upscaler(new HiresUpscaler.OfPicture(upscaler));
    }

    /** Sets what enlarges. */
    public Builder upscaler(HiresUpscaler upscaler) {
      this.upscaler = Objects.requireNonNull(upscaler, "upscaler");
      return this;
    }

    /** Sets the second pass's steps; those of the first unless set. */
    public Builder steps(int steps) {
      this.steps = steps;
      return this;
    }

    /** Sets how much is drawn anew, in [0, 1]; 0.7 unless set. */
    public Builder denoisingStrength(double denoisingStrength) {
      this.denoisingStrength = denoisingStrength;
      return this;
    }

    /** Sets the second pass's sampler; that of the first unless set. */
    public Builder sampler(Sampler sampler) {
      this.sampler = Optional.of(sampler);
      return this;
    }

    /** Sets the second pass's schedule; that of the first unless set. */
    public Builder schedule(SigmaSchedule schedule) {
      this.schedule = Optional.of(schedule);
      return this;
    }

    /** Sets the second pass's prompt; that of the first unless set. */
    public Builder prompt(String prompt) {
      this.prompt = Optional.of(prompt);
      return this;
    }

    /** Sets the second pass's negative prompt; that of the first unless set. */
    public Builder negativePrompt(String negativePrompt) {
      this.negativePrompt = Optional.of(negativePrompt);
      return this;
    }

    /** Sets which share of tokens the second pass merges; that of the first unless set. */
    public Builder tokenMerging(double ratio) {
      this.tokenMerging = OptionalDouble.of(ratio);
      return this;
    }

    /**
     * Builds the hires fix.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public HiresFix build() {
      return new HiresFix(
          target,
          upscaler,
          steps,
          denoisingStrength,
          sampler,
          schedule,
          prompt,
          negativePrompt,
          tokenMerging);
    }
  }
}
