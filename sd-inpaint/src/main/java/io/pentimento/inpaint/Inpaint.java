package io.pentimento.inpaint;

import io.pentimento.ImageRequest;
import io.pentimento.ImageRequestBuilder;
import io.pentimento.RequestBuilder;
import io.pentimento.image.ColourCorrection;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Repaints the part of a picture that a mask marks. The result has the picture's size, and where
 * the blurred mask is 0 it has the picture's bytes, its alpha channel included; an alpha channel is
 * flattened for the model and given back as it was. Only {@link Compose#raw} promises none of this.
 *
 * @param image the picture
 * @param mask what to repaint; one of another size is resized to the picture's
 * @param prompt what the new part should show
 * @param negativePrompt what it should not show; empty for nothing
 * @param latentMask what of the latent is repainted, or empty for what {@code mask} says
 * @param maskedContent what lies under the mask when the work begins
 * @param area how much of the picture the model sees
 * @param denoisingStrength how much is replaced: 0 keeps what lies under the mask, 1 replaces it
 * @param maskBlur how far the mask is softened first
 * @param invert whether the mask marks what to keep instead
 * @param size the size the model works at, or empty: the model's own for {@link
 *     InpaintArea#onlyMasked}, else the picture's, rounded to the model's latent grid
 * @param resizeMode how the whole picture is brought to {@code size} for good, or empty to give it
 *     back in its own size
 * @param latentUpscale whether the picture's latent is resized to {@code size} in place of the
 *     picture
 * @param sketch strokes to start from, or empty to start from the picture as it is
 * @param background the opaque colour that shows through where the picture is transparent, for the
 *     model
 * @param colourCorrection whether the new part gets its colours from what the model started from
 * @param softInpainting how partly masked places are partly kept, or empty to round the latent's
 *     mask
 * @param compose how what was generated is joined with the picture
 * @param conditioningMaskStrength how completely models made for inpainting are shown a picture
 *     without its masked part, from 0 (they see all of it) to 1
 * @param sampling the settings that all requests share
 */
public record Inpaint(
    BufferedImage image,
    Mask mask,
    String prompt,
    String negativePrompt,
    Optional<Mask> latentMask,
    MaskedContent maskedContent,
    InpaintArea area,
    double denoisingStrength,
    MaskBlur maskBlur,
    boolean invert,
    Optional<ImageSize> size,
    Optional<ResizeMode> resizeMode,
    boolean latentUpscale,
    Optional<SketchLayer> sketch,
    Color background,
    boolean colourCorrection,
    Optional<SoftInpainting> softInpainting,
    Compose compose,
    double conditioningMaskStrength,
    Sampling sampling)
    implements ImageRequest {

  /** Checks every setting. */
  public Inpaint {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(mask, "mask");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(latentMask, "latentMask");
    Objects.requireNonNull(maskedContent, "maskedContent");
    Objects.requireNonNull(area, "area");
    Objects.requireNonNull(maskBlur, "maskBlur");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(resizeMode, "resizeMode");
    Objects.requireNonNull(sketch, "sketch");
    Objects.requireNonNull(softInpainting, "softInpainting");
    Objects.requireNonNull(compose, "compose");
    Objects.requireNonNull(sampling, "sampling");
    Compositing.requireOpaque("background", background);
    requireFits(sketch, image);
    RequestBuilder.requireFraction("denoisingStrength", denoisingStrength);
    RequestBuilder.requireFraction("conditioningMaskStrength", conditioningMaskStrength);
    if (resizeMode.isPresent() && area instanceof InpaintArea.OnlyMasked) {
      throw new IllegalStateException(
          "resizeMode goes with InpaintArea.wholePicture(), but the area is: "
              + area
              + ". Leave one of them out.");
    }
    requireStretches(latentUpscale, area, resizeMode);
    requireMarks(mask, invert);
    requireMarks(latentMask);
  }

  /** Starts a request to repaint what a mask marks. */
  public static Builder builder(BufferedImage image, Mask mask, String prompt) {
    return new Builder(image, mask, prompt);
  }

  /**
   * Starts a request to repaint what strokes of colour cover, from these strokes on. They are
   * softened by {@link Builder#maskBlur} like the mask.
   *
   * @param image the picture without the strokes; it keeps its bytes where there are none
   * @param sketch the strokes, of the same size
   */
  public static Builder builder(BufferedImage image, SketchLayer sketch, String prompt) {
    return new Builder(image, sketch.mask(), prompt).sketch(sketch);
  }

  /** Starts a request with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Returns the mask that counts in the end: at the picture's size, inverted and blurred as asked.
   * Where it is 0, the picture keeps its bytes.
   *
   * @throws IllegalArgumentException if so little is marked that nothing of it is left after
   *     blurring
   */
  public Mask blurredMask() {
    Mask fitting = mask.resize(ImageSize.of(image));
    Mask blurred = maskBlur.of(invert ? fitting.invert() : fitting, sampling.conventions());
    if (blurred.isEmpty()) {
      throw new IllegalArgumentException(
          ("The mask must mark something to repaint, but nothing of it is left after a blur of %s."
                  + " Pass a smaller maskBlur or call grow(...).")
              .formatted(maskBlur));
    }
    return blurred;
  }

  @Override
  public LatentPlan plan(LatentSpace space) {
    return InpaintPlan.of(this, space);
  }

  @Override
  public Optional<ColourCorrection> colours(LatentSpace space) {
    return colourCorrection
        ? Optional.of(ColourCorrection.towards(InpaintPlan.of(this, space).picture()))
        : Optional.empty();
  }

  @Override
  public Inpaint withSampling(Sampling sampling) {
    return toBuilder().sampling(sampling).build();
  }

  @Override
  public Inpaint goingOn(BufferedImage image, double denoisingStrength, Sampling sampling) {
    Builder next =
        toBuilder()
            .image(image)
            .maskedContent(MaskedContent.ORIGINAL)
            .denoisingStrength(denoisingStrength)
            .colourCorrection(false)
            .sampling(sampling);
    next.sketch = Optional.empty();
    // A picture that was brought to another shape has its mask there, too.
    resizeMode.ifPresent(
        mode ->
            next.mask(WorkingPicture.resize(blurredMask(), mode, ImageSize.of(image)))
                .maskBlur(0)
                .invert(false));
    return next.build();
  }

  @Override
  public Map<String, String> settings() {
    return RecordedInpaint.fields(this);
  }

  private static void requireFits(Optional<SketchLayer> sketch, BufferedImage image) {
    ImageSize size = ImageSize.of(image);
    if (sketch.isPresent() && !sketch.get().mask().size().equals(size)) {
      throw new IllegalStateException(
          "sketch must have the size of the picture, %s, but it has %s."
              .formatted(size, sketch.get().mask().size()));
    }
  }

  private static void requireStretches(
      boolean latentUpscale, InpaintArea area, Optional<ResizeMode> resizeMode) {
    if (!latentUpscale) {
      return;
    }
    if (area instanceof InpaintArea.OnlyMasked) {
      throw new IllegalStateException(
          "latentUpscale goes with InpaintArea.wholePicture(), but the area is: "
              + area
              + ". Leave one of them out.");
    }
    if (resizeMode.isPresent() && resizeMode.get() != ResizeMode.JUST_RESIZE) {
      throw new IllegalStateException(
          "latentUpscale stretches the latent, so it goes with JUST_RESIZE, but resizeMode is: "
              + resizeMode.get()
              + ". Leave one of them out.");
    }
  }

  private static void requireMarks(Mask mask, boolean invert) {
    if ((invert ? mask.invert() : mask).isEmpty()) {
      throw new IllegalArgumentException(
          ("The mask must mark something to repaint, but all of its %s pixels are %s."
                  + " White (255) is repainted, black kept%s.")
              .formatted(
                  mask.size(),
                  invert ? "white and it is inverted" : "black",
                  invert
                      ? "; invert(true) swaps them"
                      : "; call invert(true) for a mask of what to keep"));
    }
  }

  private static void requireMarks(Optional<Mask> latentMask) {
    if (latentMask.isPresent() && latentMask.get().isEmpty()) {
      throw new IllegalArgumentException(
          "latentMask must mark something to repaint, but all of its %s pixels are black."
              .formatted(latentMask.get().size()));
    }
  }

  /** Builds an {@link Inpaint}, whose denoising strength is 0.75 unless set. */
  public static final class Builder extends ImageRequestBuilder<Builder> {
    private Mask mask;
    private Optional<Mask> latentMask = Optional.empty();
    private MaskedContent maskedContent = MaskedContent.ORIGINAL;
    private InpaintArea area = InpaintArea.wholePicture();
    private MaskBlur maskBlur = MaskBlur.of(4);
    private boolean invert;
    private Optional<ImageSize> size = Optional.empty();
    private Optional<ResizeMode> resizeMode = Optional.empty();
    private boolean latentUpscale;
    private Optional<SketchLayer> sketch = Optional.empty();
    private boolean colourCorrection;
    private Optional<SoftInpainting> softInpainting = Optional.empty();
    private Compose compose = Compose.overlay();
    private double conditioningMaskStrength = 1;

    private Builder(BufferedImage image, Mask mask, String prompt) {
      super(image, prompt);
      this.mask = Objects.requireNonNull(mask, "mask");
    }

    private Builder(Inpaint request) {
      super(request, request.image, request.background, request.denoisingStrength);
      this.mask = request.mask;
      this.latentMask = request.latentMask;
      this.maskedContent = request.maskedContent;
      this.area = request.area;
      this.maskBlur = request.maskBlur;
      this.invert = request.invert;
      this.size = request.size;
      this.resizeMode = request.resizeMode;
      this.latentUpscale = request.latentUpscale;
      this.sketch = request.sketch;
      this.colourCorrection = request.colourCorrection;
      this.softInpainting = request.softInpainting;
      this.compose = request.compose;
      this.conditioningMaskStrength = request.conditioningMaskStrength;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Sets what to repaint. */
    public Builder mask(Mask mask) {
      this.mask = Objects.requireNonNull(mask, "mask");
      return this;
    }

    /**
     * Sets what of the latent is repainted, where that is not what {@link #mask} says: also what
     * {@link MaskedContent} covers. It is used as it is, neither blurred nor inverted. The mask
     * still says which pixels may change, so that more can be repainted than is shown.
     */
    public Builder latentMask(Mask latentMask) {
      this.latentMask = Optional.of(latentMask);
      return this;
    }

    /** Sets what lies under the mask when the work begins; the picture itself unless set. */
    public Builder maskedContent(MaskedContent maskedContent) {
      this.maskedContent = Objects.requireNonNull(maskedContent, "maskedContent");
      return this;
    }

    /** Sets how much of the picture the model sees; the whole picture unless set. */
    public Builder area(InpaintArea area) {
      this.area = Objects.requireNonNull(area, "area");
      return this;
    }

    /**
     * Sets the blur of the mask, a standard deviation of 0 to 512 pixels; 4 unless set. Pass 0 for
     * a mask that is feathered already.
     */
    public Builder maskBlur(double maskBlur) {
      return maskBlur(maskBlur, maskBlur);
    }

    /**
     * Sets the blur of the mask along its rows and along its columns.
     *
     * @param x a standard deviation of 0 to 512 pixels
     * @param y a standard deviation of 0 to 512 pixels
     */
    public Builder maskBlur(double x, double y) {
      this.maskBlur = new MaskBlur(x, y);
      return this;
    }

    /** Sets whether the mask marks what to keep instead of what to repaint; no unless set. */
    public Builder invert(boolean invert) {
      this.invert = invert;
      return this;
    }

    /**
     * Sets the size the model works at; the result keeps the picture's unless a {@link #resizeMode}
     * is set.
     */
    public Builder size(int width, int height) {
      this.size = Optional.of(new ImageSize(width, height));
      return this;
    }

    /**
     * Makes the result as big as the size the model works at, as the WebUI does: with {@link
     * InpaintArea#wholePicture()}, picture and mask are brought there first. What is kept is then
     * the resized picture.
     */
    public Builder resizeMode(ResizeMode resizeMode) {
      this.resizeMode = Optional.of(resizeMode);
      return this;
    }

    /**
     * Sets whether the picture is encoded at its own size, rounded to the model's latent grid, and
     * its latent stretched to {@link #size}: the WebUI's "just resize (latent upscale)". Picture
     * and mask are stretched alike. No unless set; the picture is resized then.
     */
    public Builder latentUpscale(boolean latentUpscale) {
      this.latentUpscale = latentUpscale;
      return this;
    }

    /** Repaints what strokes of colour cover, from these strokes on: sets the mask, too. */
    public Builder sketch(SketchLayer sketch) {
      this.sketch = Optional.of(sketch);
      this.mask = sketch.mask();
      return this;
    }

    /**
     * Sets whether the new part gets its colours from what the model started from, as {@link
     * io.pentimento.image.ColourCorrection} matches them; no unless set.
     */
    public Builder colourCorrection(boolean colourCorrection) {
      this.colourCorrection = colourCorrection;
      return this;
    }

    /**
     * Keeps partly masked places partly, and gives back pixels as far as their latent did not
     * change; unless called, the latent's mask is rounded and the mask alone says what is given
     * back.
     */
    public Builder softInpainting(SoftInpainting softInpainting) {
      this.softInpainting = Optional.of(softInpainting);
      return this;
    }

    /**
     * Sets how what was generated is joined with the picture; {@link Compose#overlay} unless set.
     */
    public Builder compose(Compose compose) {
      this.compose = Objects.requireNonNull(compose, "compose");
      return this;
    }

    /**
     * Sets how completely inpainting models are shown a picture without its masked part, in [0, 1];
     * 1 unless set.
     */
    public Builder conditioningMaskStrength(double conditioningMaskStrength) {
      requireFraction("conditioningMaskStrength", conditioningMaskStrength);
      this.conditioningMaskStrength = conditioningMaskStrength;
      return this;
    }

    /** Builds the request. */
    @Override
    public Inpaint build() {
      return new Inpaint(
          image(),
          mask,
          prompt(),
          negativePrompt(),
          latentMask,
          maskedContent,
          area,
          denoisingStrengthOr(0.75),
          maskBlur,
          invert,
          size,
          resizeMode,
          latentUpscale,
          sketch,
          background(),
          colourCorrection,
          softInpainting,
          compose,
          conditioningMaskStrength,
          sampling());
    }
  }
}
