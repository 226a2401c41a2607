package io.pentimento;

import io.pentimento.control.ImagePrompt;
import io.pentimento.image.AspectRatio;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.MaskedPictureChannels;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampling;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes pictures from a prompt alone.
 *
 * @param prompt what the picture should show
 * @param negativePrompt what it should not show; empty for nothing
 * @param size the picture's size, or empty for the model's own
 * @param aspectRatio the picture's shape where no size is given; a square if empty
 * @param hiresFix a second pass that enlarges the picture
 * @param sampling the settings that all requests share
 */
public record TextToImage(
    String prompt,
    String negativePrompt,
    Optional<ImageSize> size,
    Optional<AspectRatio> aspectRatio,
    Optional<HiresFix> hiresFix,
    Sampling sampling)
    implements LatentRequest {
  /** Checks that nothing is null. */
  public TextToImage {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(aspectRatio, "aspectRatio");
    Objects.requireNonNull(hiresFix, "hiresFix");
    Objects.requireNonNull(sampling, "sampling");
  }

  /** Starts a request for a prompt. */
  public static Builder builder(String prompt) {
    return new Builder(prompt);
  }

  /**
   * Reads the request from a picture's parameters: the text that {@link Generation#parameters}
   * returns and that AUTOMATIC1111's WebUI writes. Fields without a setting are left out; {@link
   * ReadParameters#of(String)} tells which.
   *
   * @param parameters the text; without a line of settings it is a prompt
   * @throws IllegalArgumentException if a setting has a value that it cannot have; the message
   *     names both
   */
  public static TextToImage fromParameters(String parameters) {
    return ReadParameters.of(parameters).request();
  }

  /**
   * Starts a request for a prompt in Midjourney's manner, such as {@code "hot::2 dog --no bun --ar
   * 3:2 --seed 5"}. Its parts are weighed, and its parameters set shape, seed, variety ({@code
   * --chaos}) and number of pictures ({@code --repeat}); those that mean nothing here are logged.
   *
   * @param prompt the text, without the addresses of pictures that Midjourney takes before it
   * @param pictures the pictures before the text, whose weights {@code --iw} multiplies, up to the
   *     largest that an image prompt may have; Midjourney's own formula is not public
   * @throws IllegalArgumentException if the weights have no positive sum, or a parameter has a
   *     value that it cannot have
   */
  public static Builder midjourney(String prompt, ImagePrompt... pictures) {
    return MidjourneyRequest.builder(prompt, List.of(pictures));
  }

  /** Starts a request with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  @Override
  public LatentPlan plan(LatentSpace space) {
    MaskedPictureChannels.areTakenBy(space);
    ImageSize asked = size.orElseGet(() -> shaped(space));
    space.check(asked);
    return new FromNoise(this, asked);
  }

  private ImageSize shaped(LatentSpace space) {
    return aspectRatio
        .orElseGet(() -> new AspectRatio(1, 1))
        .withAreaOf(space.nativeSide(), space.factor());
  }

  private record FromNoise(TextToImage request, ImageSize size) implements LatentPlan {
    @Override
    public int width() {
      return size.width();
    }

    @Override
    public int height() {
      return size.height();
    }

    @Override
    public Optional<NextPass> next() {
      return request.hiresFix.map(fix -> fix.after(request, size));
    }

    @Override
    public PlannedLatent open(LatentContext context) {
      return PlannedLatent.fromNoise(context, size.width(), size.height());
    }
  }

  @Override
  public Map<String, String> settings() {
    return hiresFix.map(HiresFix::settings).orElseGet(Map::of);
  }

  /** Builds a {@link TextToImage}. */
  public static final class Builder extends RequestBuilder<Builder> {
    private Optional<ImageSize> size = Optional.empty();
    private Optional<AspectRatio> aspectRatio = Optional.empty();
    private Optional<HiresFix> hiresFix = Optional.empty();

    private Builder(String prompt) {
      super(prompt);
    }

    private Builder(TextToImage request) {
      super(request);
      this.size = request.size;
      this.aspectRatio = request.aspectRatio;
      this.hiresFix = request.hiresFix;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Sets the picture's size in pixels, multiples of the model's latent factor (8); the model's
     * own unless set.
     */
    public Builder size(int width, int height) {
      this.size = Optional.of(new ImageSize(width, height));
      return this;
    }

    /**
     * Sets the picture's shape, with about as many pixels as the model was trained on; a square
     * unless set. A size goes before it.
     */
    public Builder aspectRatio(int width, int height) {
      this.aspectRatio = Optional.of(new AspectRatio(width, height));
      return this;
    }

    /** Adds a second pass that enlarges the picture and draws it again in detail. */
    public Builder hiresFix(HiresFix hiresFix) {
      this.hiresFix = Optional.of(hiresFix);
      return this;
    }

    /** Builds the request. */
    @Override
    public TextToImage build() {
      return new TextToImage(prompt(), negativePrompt(), size, aspectRatio, hiresFix, sampling());
    }
  }
}
