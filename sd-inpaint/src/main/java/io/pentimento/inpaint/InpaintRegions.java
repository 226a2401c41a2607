package io.pentimento.inpaint;

import io.pentimento.ChainedRequest;
import io.pentimento.ImageRequestBuilder;
import io.pentimento.PictureChain;
import io.pentimento.RequestBuilder;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Repaints several regions of a picture, one after the other, each from the picture that the one
 * before left:
 *
 * <pre>{@code
 * InpaintRegions request =
 *     InpaintRegions.builder(photo, "two friends")
 *         .region(InpaintRegion.builder(left).prompt("a girl with glasses").build())
 *         .region(InpaintRegion.builder(right).prompt("a boy, hat").denoisingStrength(0.6).build())
 *         .area(InpaintArea.onlyMasked(32))
 *         .build();
 * }</pre>
 *
 * <p>Where the blurred masks of all regions are 0, the picture keeps its bytes, its alpha channel
 * included.
 *
 * @param image the picture
 * @param prompt what a region shows that does not say itself
 * @param negativePrompt what it does not show
 * @param regions what is repainted, in order, at least one
 * @param denoisingStrength how much is replaced where a region does not say, in [0, 1]
 * @param area how much of the picture the model sees where a region does not say
 * @param maskedContent what lies under the mask where a region does not say
 * @param maskBlur how far masks are softened first where a region does not say
 * @param size the size the model works at, or empty to choose it as {@link Inpaint} does
 * @param background the opaque colour that shows through where the picture is transparent, for the
 *     model
 * @param colourCorrection whether every new part gets its colours from what the model started from
 * @param softInpainting how partly masked places are partly kept, or empty to round the latent's
 *     masks
 * @param compose how what was generated is joined with the picture; not {@link Compose#raw()},
 *     which keeps nothing for the next region
 * @param sampling the settings that all requests share
 */
public record InpaintRegions(
    BufferedImage image,
    String prompt,
    String negativePrompt,
    List<InpaintRegion> regions,
    double denoisingStrength,
    InpaintArea area,
    MaskedContent maskedContent,
    MaskBlur maskBlur,
    Optional<ImageSize> size,
    Color background,
    boolean colourCorrection,
    Optional<SoftInpainting> softInpainting,
    Compose compose,
    Sampling sampling)
    implements ChainedRequest {
  /** Checks every setting. */
  public InpaintRegions {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(area, "area");
    Objects.requireNonNull(maskedContent, "maskedContent");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(softInpainting, "softInpainting");
    requireKeeps(compose);
    Objects.requireNonNull(sampling, "sampling");
    Compositing.requireOpaque("background", background);
    RequestBuilder.requireFraction("denoisingStrength", denoisingStrength);
    Objects.requireNonNull(maskBlur, "maskBlur");
    regions = List.copyOf(regions);
    if (regions.isEmpty()) {
      throw new IllegalArgumentException(
          "There must be at least one region to repaint. Call region(...).");
    }
  }

  private static Compose requireKeeps(Compose compose) {
    if (compose instanceof Compose.Raw) {
      throw new IllegalArgumentException(
          "compose must keep the picture around a region for the next one, but got: "
              + compose
              + ". Pass another way, or repaint one region by Inpaint.");
    }
    return Objects.requireNonNull(compose, "compose");
  }

  /** Starts a request for a picture; at least one region must be added. */
  public static Builder builder(BufferedImage image, String prompt) {
    return new Builder(image, prompt);
  }

  /** Starts a request with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Returns what of the picture may change: where it is 0, the picture keeps its bytes.
   *
   * @throws IllegalArgumentException if nothing of a region is left after blurring
   */
  public Mask blurredMasks() {
    return regions.stream()
        .map(region -> inpaint(region, image, sampling).blurredMask())
        .reduce(Mask.none(ImageSize.of(image)), Mask::union);
  }

  @Override
  public PictureChain chain(LatentSpace space) {
    return InpaintRegionsChain.of(this, space);
  }

  /** Returns the request that repaints one of the regions. */
  Inpaint inpaint(InpaintRegion region, BufferedImage picture, Sampling one) {
    MaskBlur blur = region.maskBlur().orElse(maskBlur);
    Inpaint.Builder builder =
        Inpaint.builder(picture, region.mask(), region.prompt().orElse(prompt))
            .negativePrompt(region.negativePrompt().orElse(negativePrompt))
            .denoisingStrength(region.denoisingStrength().orElse(denoisingStrength))
            .area(region.area().orElse(area))
            .maskedContent(region.maskedContent().orElse(maskedContent))
            .maskBlur(blur.x(), blur.y())
            .background(background)
            .colourCorrection(colourCorrection)
            .compose(compose)
            .sampling(one);
    softInpainting.ifPresent(builder::softInpainting);
    size.ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return builder.build();
  }

  /** Tells what holds for regions that do not say themselves, and how many there are. */
  @Override
  public Map<String, String> settings() {
    Map<String, String> settings =
        new LinkedHashMap<>(
            inpaint(InpaintRegion.of(regions.get(0).mask()), image, sampling).settings());
    settings.put("Inpaint regions", Integer.toString(regions.size()));
    return Collections.unmodifiableMap(settings);
  }

  /** Builds an {@link InpaintRegions}, whose denoising strength is 0.75 unless set. */
  public static final class Builder extends ImageRequestBuilder<Builder> {
    private final List<InpaintRegion> regions = new ArrayList<>();
    private InpaintArea area = InpaintArea.wholePicture();
    private MaskedContent maskedContent = MaskedContent.ORIGINAL;
    private MaskBlur maskBlur = MaskBlur.of(4);
    private Optional<ImageSize> size = Optional.empty();
    private boolean colourCorrection;
    private Optional<SoftInpainting> softInpainting = Optional.empty();
    private Compose compose = Compose.overlay();

    private Builder(BufferedImage image, String prompt) {
      super(image, prompt);
    }

    private Builder(InpaintRegions request) {
      super(request, request.image, request.background, request.denoisingStrength);
      this.regions.addAll(request.regions);
      this.area = request.area;
      this.maskedContent = request.maskedContent;
      this.maskBlur = request.maskBlur;
      this.size = request.size;
      this.colourCorrection = request.colourCorrection;
      this.softInpainting = request.softInpainting;
      this.compose = request.compose;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Adds a region, to be repainted after those that were added before. */
    public Builder region(InpaintRegion region) {
      regions.add(Objects.requireNonNull(region, "region"));
      return this;
    }

    /** Sets all regions, in order. */
    public Builder regions(List<InpaintRegion> regions) {
      List<InpaintRegion> copy = List.copyOf(regions);
      this.regions.clear();
      this.regions.addAll(copy);
      return this;
    }

    /** Sets how much of the picture the model sees; the whole picture unless set. */
    public Builder area(InpaintArea area) {
      this.area = Objects.requireNonNull(area, "area");
      return this;
    }

    /** Sets what lies under the masks when the work begins; the picture itself unless set. */
    public Builder maskedContent(MaskedContent maskedContent) {
      this.maskedContent = Objects.requireNonNull(maskedContent, "maskedContent");
      return this;
    }

    /** Sets the blur of the masks, a standard deviation in pixels, 0 to 512; 4 unless set. */
    public Builder maskBlur(double maskBlur) {
      return maskBlur(maskBlur, maskBlur);
    }

    /** Sets the blur of the masks along the rows and along the columns. */
    public Builder maskBlur(double x, double y) {
      this.maskBlur = new MaskBlur(x, y);
      return this;
    }

    /** Sets the size the model works at; the result keeps the picture's. */
    public Builder size(int width, int height) {
      this.size = Optional.of(new ImageSize(width, height));
      return this;
    }

    /**
     * Sets whether every new part gets its colours from what the model started from; no unless set.
     */
    public Builder colourCorrection(boolean colourCorrection) {
      this.colourCorrection = colourCorrection;
      return this;
    }

    /**
     * Keeps partly masked places partly, as it says; unless set, the latent's masks are rounded.
     */
    public Builder softInpainting(SoftInpainting softInpainting) {
      this.softInpainting = Optional.of(softInpainting);
      return this;
    }

    /**
     * Sets how what was generated is joined with the picture; {@link Compose#overlay()} unless set.
     *
     * @param compose any but {@link Compose#raw()}
     */
    public Builder compose(Compose compose) {
      this.compose = requireKeeps(compose);
      return this;
    }

    /** Builds the request. */
    @Override
    public InpaintRegions build() {
      return new InpaintRegions(
          image(),
          prompt(),
          negativePrompt(),
          regions,
          denoisingStrengthOr(0.75),
          area,
          maskedContent,
          maskBlur,
          size,
          background(),
          colourCorrection,
          softInpainting,
          compose,
          sampling());
    }
  }
}
