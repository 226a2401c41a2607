package io.pentimento.inpaint;

import io.pentimento.RequestBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One of the regions that {@link InpaintRegions} repaints. What is not set here is as the request
 * says.
 *
 * @param mask what is repainted
 * @param prompt what it should show
 * @param negativePrompt what it should not show
 * @param denoisingStrength how much is replaced, in [0, 1]
 * @param seed its seed in every picture of a batch, 0 or more; else the picture's seed plus the
 *     region's place among the regions, from 0
 * @param area how much of the picture the model sees
 * @param maskedContent what lies under the mask when the work begins
 * @param maskBlur how far the mask is softened first
 */
public record InpaintRegion(
    Mask mask,
    Optional<String> prompt,
    Optional<String> negativePrompt,
    OptionalDouble denoisingStrength,
    OptionalLong seed,
    Optional<InpaintArea> area,
    Optional<MaskedContent> maskedContent,
    Optional<MaskBlur> maskBlur) {
  /** Checks every setting. */
  public InpaintRegion {
    Objects.requireNonNull(mask, "mask");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(area, "area");
    Objects.requireNonNull(maskedContent, "maskedContent");
    Objects.requireNonNull(maskBlur, "maskBlur");
    denoisingStrength.ifPresent(
        value -> RequestBuilder.requireFraction("denoisingStrength", value));
    if (seed.isPresent() && seed.getAsLong() < 0) {
      throw new IllegalArgumentException(
          "The seed of a region must be 0 or more, but got: "
              + seed.getAsLong()
              + ". Leave it out to count on from the picture's.");
    }
  }

  /** Returns a region for which everything is as the request says. */
  public static InpaintRegion of(Mask mask) {
    return builder(mask).build();
  }

  /**
   * Returns a region for each connected part of a mask, largest first, as the request says for
   * each.
   *
   * @param parts such as {@code mask.components(Neighbours.EIGHT)}
   */
  public static List<InpaintRegion> ofEach(List<MaskComponent> parts) {
    return parts.stream().map(part -> of(part.mask())).toList();
  }

  /** Starts a region. */
  public static Builder builder(Mask mask) {
    return new Builder(mask);
  }

  /** Starts a region with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Builds an {@link InpaintRegion}. */
  public static final class Builder {
    private Mask mask;
    private Optional<String> prompt = Optional.empty();
    private Optional<String> negativePrompt = Optional.empty();
    private OptionalDouble denoisingStrength = OptionalDouble.empty();
    private OptionalLong seed = OptionalLong.empty();
    private Optional<InpaintArea> area = Optional.empty();
    private Optional<MaskedContent> maskedContent = Optional.empty();
    private Optional<MaskBlur> maskBlur = Optional.empty();

    private Builder(Mask mask) {
      this.mask = Objects.requireNonNull(mask, "mask");
    }

    private Builder(InpaintRegion region) {
      this.mask = region.mask;
      this.prompt = region.prompt;
      this.negativePrompt = region.negativePrompt;
      this.denoisingStrength = region.denoisingStrength;
      this.seed = region.seed;
      this.area = region.area;
      this.maskedContent = region.maskedContent;
      this.maskBlur = region.maskBlur;
    }

    /** Sets what is repainted. */
    public Builder mask(Mask mask) {
      this.mask = Objects.requireNonNull(mask, "mask");
      return this;
    }

    /** Sets what this region should show. */
    public Builder prompt(String prompt) {
      this.prompt = Optional.of(prompt);
      return this;
    }

    /** Sets what this region should not show. */
    public Builder negativePrompt(String negativePrompt) {
      this.negativePrompt = Optional.of(negativePrompt);
      return this;
    }

    /** Sets how much is replaced, in [0, 1]. */
    public Builder denoisingStrength(double denoisingStrength) {
      RequestBuilder.requireFraction("denoisingStrength", denoisingStrength);
      this.denoisingStrength = OptionalDouble.of(denoisingStrength);
      return this;
    }

    /** Sets a seed of its own, 0 or more. */
    public Builder seed(long seed) {
      this.seed = OptionalLong.of(seed);
      return this;
    }

    /** Sets how much of the picture the model sees. */
    public Builder area(InpaintArea area) {
      this.area = Optional.of(area);
      return this;
    }

    /** Sets what lies under the mask when the work begins. */
    public Builder maskedContent(MaskedContent maskedContent) {
      this.maskedContent = Optional.of(maskedContent);
      return this;
    }

    /** Sets the blur of the mask, a standard deviation in pixels, 0 to 512. */
    public Builder maskBlur(double maskBlur) {
      return maskBlur(maskBlur, maskBlur);
    }

    /** Sets the blur of the mask along the rows and along the columns. */
    public Builder maskBlur(double x, double y) {
      this.maskBlur = Optional.of(new MaskBlur(x, y));
      return this;
    }

    /** Builds the region. */
    public InpaintRegion build() {
      return new InpaintRegion(
          mask, prompt, negativePrompt, denoisingStrength, seed, area, maskedContent, maskBlur);
    }
  }
}
