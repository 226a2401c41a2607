package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.MaskedPictureChannels;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampling;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes pictures from a prompt alone.
 *
 * @param prompt what the picture should show
 * @param negativePrompt what it should not show; empty for nothing
 * @param size the picture's size, or empty for the model's own
 * @param sampling the settings that all requests share
 */
public record TextToImage(
    String prompt, String negativePrompt, Optional<ImageSize> size, Sampling sampling)
    implements GenerationRequest {
  /** Checks that nothing is null. */
  public TextToImage {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(size, "size");
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

  /** Starts a request with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  @Override
  public LatentPlan plan(LatentSpace space) {
    MaskedPictureChannels.areTakenBy(space);
    ImageSize asked = size.orElseGet(() -> new ImageSize(space.nativeSide(), space.nativeSide()));
    space.check(asked);
    return new FromNoise(asked.width(), asked.height());
  }

  private record FromNoise(int width, int height) implements LatentPlan {
    @Override
    public PlannedLatent open(LatentContext context) {
      return PlannedLatent.fromNoise(context, width, height);
    }
  }

  /** Builds a {@link TextToImage}. */
  public static final class Builder extends RequestBuilder<Builder> {
    private Optional<ImageSize> size = Optional.empty();

    private Builder(String prompt) {
      super(prompt);
    }

    private Builder(TextToImage request) {
      super(request);
      this.size = request.size;
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

    /** Builds the request. */
    public TextToImage build() {
      return new TextToImage(prompt(), negativePrompt(), size, sampling());
    }
  }
}
