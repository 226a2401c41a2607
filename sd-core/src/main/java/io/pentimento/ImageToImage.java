package io.pentimento;

import io.pentimento.image.ColourCorrection;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.ResizeMode;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes pictures from a prompt and a picture to start from: a photograph, a drawing, or a sketch of
 * colours over either.
 *
 * @param image the picture to start from; an alpha channel is flattened on {@code background}
 * @param prompt what the new picture should show
 * @param negativePrompt what it should not show; empty for nothing
 * @param size the new picture's size, or empty for that of {@code image} times {@code scale},
 *     rounded down to the model's latent grid
 * @param scale how many times as large the new picture is, where {@code size} is empty; above 0
 * @param resizeMode how the picture is brought to that size
 * @param upscaler what enlarges the picture where it is to become larger, or empty for Lanczos'
 *     filter
 * @param latentUpscale whether the picture's latent is resized in place of the picture
 * @param background the opaque colour that shows through where the picture is transparent
 * @param colourCorrection whether the new picture gets the colours of the one it started from
 * @param denoisingStrength how much is replaced: 0 keeps the picture, 1 replaces it
 * @param sampling the settings that all requests share
 */
public record ImageToImage(
    BufferedImage image,
    String prompt,
    String negativePrompt,
    Optional<ImageSize> size,
    double scale,
    ResizeMode resizeMode,
    Optional<Upscaler> upscaler,
    boolean latentUpscale,
    Color background,
    boolean colourCorrection,
    double denoisingStrength,
    Sampling sampling)
    implements ImageRequest {
  /** Checks every setting. */
  public ImageToImage {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(resizeMode, "resizeMode");
    Objects.requireNonNull(upscaler, "upscaler");
    Objects.requireNonNull(sampling, "sampling");
    requireScale(scale);
    Compositing.requireOpaque("background", background);
    if (latentUpscale && resizeMode != ResizeMode.JUST_RESIZE) {
      throw new IllegalStateException(
          "latentUpscale stretches the latent, so it goes with JUST_RESIZE, but resizeMode is: "
              + resizeMode
              + ". Leave one of them out.");
    }
    if (latentUpscale && upscaler.isPresent()) {
      throw new IllegalStateException(
          "latentUpscale stretches the latent, so no upscaler enlarges the picture, but there is: "
              + upscaler.get().name()
              + ". Leave one of them out.");
    }
    RequestBuilder.requireFraction("denoisingStrength", denoisingStrength);
  }

  private static void requireScale(double scale) {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "scale must be above 0, but got: " + scale + ". Pass 1.5 for half as large again.");
    }
  }

  /** Starts a request for a picture and a prompt. */
  public static Builder builder(BufferedImage image, String prompt) {
    return new Builder(image, prompt);
  }

  /** Starts a request with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  @Override
  public LatentPlan plan(LatentSpace space) {
    return ImageToImagePlan.of(this, space);
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("Denoising strength", Double.toString(denoisingStrength));
  }

  @Override
  public Optional<ColourCorrection> colours(LatentSpace space) {
    return ImageToImagePlan.of(this, space).colours();
  }

  @Override
  public ImageToImage withSampling(Sampling sampling) {
    return toBuilder().sampling(sampling).build();
  }

  @Override
  public ImageToImage goingOn(BufferedImage image, double denoisingStrength, Sampling sampling) {
    return toBuilder()
        .image(image)
        .size(image.getWidth(), image.getHeight())
        .colourCorrection(false)
        .denoisingStrength(denoisingStrength)
        .sampling(sampling)
        .build();
  }

  /** Builds an {@link ImageToImage}, whose denoising strength is 0.75 unless set. */
  public static final class Builder extends ImageRequestBuilder<Builder> {
    private Optional<ImageSize> size = Optional.empty();
    private double scale = 1;
    private ResizeMode resizeMode = ResizeMode.JUST_RESIZE;
    private Optional<Upscaler> upscaler = Optional.empty();
    private boolean latentUpscale;
    private boolean colourCorrection;

    private Builder(BufferedImage image, String prompt) {
      super(image, prompt);
    }

    private Builder(ImageToImage request) {
      super(request, request.image, request.background, request.denoisingStrength);
      this.size = request.size;
      this.scale = request.scale;
      this.resizeMode = request.resizeMode;
      this.upscaler = request.upscaler;
      this.latentUpscale = request.latentUpscale;
      this.colourCorrection = request.colourCorrection;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Sets the size to which the picture is resized first; its own unless set. */
    public Builder size(int width, int height) {
      this.size = Optional.of(new ImageSize(width, height));
      this.scale = 1;
      return this;
    }

    /**
     * Sets the size to that of the picture times a factor, cut to whole pixels and then rounded
     * down to the model's latent grid: the WebUI's "Resize by".
     *
     * @param scale above 0
     */
    public Builder scaleBy(double scale) {
      requireScale(scale);
      this.size = Optional.empty();
      this.scale = scale;
      return this;
    }

    /** Sets how the picture is brought to {@link #size}; stretched unless set. */
    public Builder resizeMode(ResizeMode resizeMode) {
      this.resizeMode = Objects.requireNonNull(resizeMode, "resizeMode");
      return this;
    }

    /**
     * Sets what enlarges the picture where it is to become larger; Lanczos' filter unless set,
     * which also makes what an upscaler enlarged exact.
     */
    public Builder upscaler(Upscaler upscaler) {
      this.upscaler = Optional.of(upscaler);
      return this;
    }

    /**
     * Sets whether the picture is encoded at its own size, rounded down to the model's latent grid,
     * and its latent stretched to {@link #size}: the WebUI's "just resize (latent upscale)". No
     * unless set; the picture is resized then.
     */
    public Builder latentUpscale(boolean latentUpscale) {
      this.latentUpscale = latentUpscale;
      return this;
    }

    /**
     * Sets whether the new picture gets the colours of the one it started from, as {@link
     * io.pentimento.image.ColourCorrection} matches them; no unless set.
     */
    public Builder colourCorrection(boolean colourCorrection) {
      this.colourCorrection = colourCorrection;
      return this;
    }

    /**
     * Sets how strongly a model that edits pictures by instruction keeps to the picture, 0 to 100,
     * usually 1 to 2; 1.5 unless set. Other models take no notice.
     */
    public Builder imageGuidanceScale(double imageGuidanceScale) {
      return guidance(sampling().guidance().withImageScale(imageGuidanceScale));
    }

    /** Builds the request. */
    @Override
    public ImageToImage build() {
      return new ImageToImage(
          image(),
          prompt(),
          negativePrompt(),
          size,
          scale,
          resizeMode,
          upscaler,
          latentUpscale,
          background(),
          colourCorrection,
          denoisingStrengthOr(0.75),
          sampling());
    }
  }
}
