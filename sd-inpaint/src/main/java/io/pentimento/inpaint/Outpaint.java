package io.pentimento.inpaint;

import io.pentimento.ChainedRequest;
import io.pentimento.ImageRequestBuilder;
import io.pentimento.PictureChain;
import io.pentimento.RequestBuilder;
import io.pentimento.control.ControlUnit;
import io.pentimento.image.AspectRatio;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.Sampling;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Extends a picture beyond its edges:
 *
 * <pre>{@code
 * Outpaint request = Outpaint.builder(photo, "a beach").left(256).right(256).seed(7).build();
 * }</pre>
 *
 * <p>The picture keeps its bytes, its alpha channel included, but in a strip along the edges that
 * grow: its colours may blend there with what is new. {@link #repainted} tells where. What is new
 * is opaque.
 *
 * @param image the picture
 * @param prompt what the whole picture should show
 * @param negativePrompt what it should not show; empty for nothing
 * @param margins how far each side grows, at least one of them above 0
 * @param mode how the new area is made
 * @param denoisingStrength how much of what the new area starts from is replaced, in [0, 1]
 * @param size the size that the model works at, or empty for its own; larger pictures are done in
 *     parts of this size, except by {@link OutpaintMode#extend(int)}, which works on the whole
 *     picture
 * @param background the opaque colour that shows through where the picture is transparent, for the
 *     model
 * @param sampling the settings that all requests share
 */
public record Outpaint(
    BufferedImage image,
    String prompt,
    String negativePrompt,
    Margins margins,
    OutpaintMode mode,
    double denoisingStrength,
    Optional<ImageSize> size,
    Color background,
    Sampling sampling)
    implements ChainedRequest {
  /** Checks every setting. */
  public Outpaint {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(margins, "margins");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(sampling, "sampling");
    Compositing.requireOpaque("background", background);
    RequestBuilder.requireFraction("denoisingStrength", denoisingStrength);
    if (margins.isNone()) {
      throw new IllegalArgumentException(
          "At least one side must grow. Call left, right, up or down with a number of pixels.");
    }
  }

  /** Starts a request for a picture and a prompt; a side to grow must be set as well. */
  public static Builder builder(BufferedImage image, String prompt) {
    return new Builder(image, prompt);
  }

  /** Starts a request with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Returns the size of the result: the picture with what each side grows by. {@link
   * OutpaintMode#matchedNoise()} and {@link OutpaintMode#fill()} may round it up to a multiple of
   * 64.
   */
  public ImageSize resultSize(LatentSpace space) {
    return OutpaintChain.of(this, space).extended().size();
  }

  /**
   * Returns what of the result may differ from the picture, of the result's size: where it is 0,
   * the picture keeps its bytes.
   *
   * @throws IllegalArgumentException if a setting does not suit the model
   */
  public Mask repainted(LatentSpace space) {
    return OutpaintChain.of(this, space).repainted();
  }

  @Override
  public PictureChain chain(LatentSpace space) {
    requireNoControlPicture();
    requireNoRegions();
    return OutpaintChain.of(this, space);
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Denoising strength", Double.toString(denoisingStrength));
    settings.putAll(mode.settings());
    putMargin(settings, "Outpaint left", margins.left());
    putMargin(settings, "Outpaint right", margins.right());
    putMargin(settings, "Outpaint up", margins.up());
    putMargin(settings, "Outpaint down", margins.down());
    return Collections.unmodifiableMap(settings);
  }

  private void requireNoControlPicture() {
    for (ControlUnit unit : sampling.control()) {
      if (unit.picture().isPresent()) {
        String message =
            "A control unit of outpainting must look at the picture itself, but that of %s has one"
                + " of its own. Use ControlUnit.ofOwnPicture.";
        throw new IllegalArgumentException(message.formatted(unit.network().name()));
      }
    }
  }

  private void requireNoRegions() {
    List<RegionalPrompt> regions = sampling.network().regions().regions();
    if (!regions.isEmpty()) {
      throw new IllegalArgumentException(
          "Outpainting takes no regional prompts, since their masks end where the picture does, but"
              + " got %d of them. Leave them out, or repaint the larger picture with Inpaint."
                  .formatted(regions.size()));
    }
  }

  private static void putMargin(Map<String, String> settings, String name, int pixels) {
    if (pixels > 0) {
      settings.put(name, Integer.toString(pixels));
    }
  }

  /** Builds an {@link Outpaint}, whose denoising strength suits the mode unless set. */
  public static final class Builder extends ImageRequestBuilder<Builder> {
    private Margins margins = Margins.none();
    private OutpaintMode mode = OutpaintMode.smooth();
    private Optional<ImageSize> size = Optional.empty();

    private Builder(BufferedImage image, String prompt) {
      super(image, prompt);
    }

    private Builder(Outpaint request) {
      super(request, request.image, request.background, request.denoisingStrength);
      this.margins = request.margins;
      this.mode = request.mode;
      this.size = request.size;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Sets how many pixels are added to the left; 0 unless set. */
    public Builder left(int pixels) {
      Margins.requireMargin("left", pixels);
      return margins(new Margins(pixels, margins.right(), margins.up(), margins.down()));
    }

    /** Sets how many pixels are added to the right; 0 unless set. */
    public Builder right(int pixels) {
      Margins.requireMargin("right", pixels);
      return margins(new Margins(margins.left(), pixels, margins.up(), margins.down()));
    }

    /** Sets how many pixels are added above; 0 unless set. */
    public Builder up(int pixels) {
      Margins.requireMargin("up", pixels);
      return margins(new Margins(margins.left(), margins.right(), pixels, margins.down()));
    }

    /** Sets how many pixels are added below; 0 unless set. */
    public Builder down(int pixels) {
      Margins.requireMargin("down", pixels);
      return margins(new Margins(margins.left(), margins.right(), margins.up(), pixels));
    }

    /** Sets how far each side grows. */
    public Builder margins(Margins margins) {
      this.margins = Objects.requireNonNull(margins, "margins");
      return this;
    }

    /**
     * Extends the picture that is set to a size.
     *
     * @param size the size of the result, at least the picture's
     * @param anchor where the picture lies in it
     */
    public Builder to(ImageSize size, OutpaintAnchor anchor) {
      return margins(anchor.margins(ImageSize.of(image()), size));
    }

    /**
     * Extends the picture that is set to a shape, by as little as possible.
     *
     * @param shape the shape of the result
     * @param anchor where the picture lies in it
     */
    public Builder to(AspectRatio shape, OutpaintAnchor anchor) {
      return to(OutpaintAnchor.around(ImageSize.of(image()), shape), anchor);
    }

    /** Sets how the new area is made; {@link OutpaintMode#smooth()} unless set. */
    public Builder mode(OutpaintMode mode) {
      this.mode = Objects.requireNonNull(mode, "mode");
      return this;
    }

    /**
     * Sets how far into the picture it blends with what is new, in pixels, 0 to 512: short for
     * {@link OutpaintMode#smooth(int)}.
     */
    public Builder seam(int pixels) {
      return mode(OutpaintMode.smooth(pixels));
    }

    /** Sets the size that the model works at, in pixels; its own unless set. */
    public Builder size(int width, int height) {
      this.size = Optional.of(new ImageSize(width, height));
      return this;
    }

    /** Builds the request. */
    @Override
    public Outpaint build() {
      return new Outpaint(
          image(),
          prompt(),
          negativePrompt(),
          margins,
          mode,
          denoisingStrengthOr(mode.usualStrength()),
          size,
          background(),
          sampling());
    }
  }
}
