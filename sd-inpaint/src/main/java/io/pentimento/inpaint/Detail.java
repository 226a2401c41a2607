package io.pentimento.inpaint;

import io.pentimento.ChainedRequest;
import io.pentimento.ImageRequestBuilder;
import io.pentimento.PictureChain;
import io.pentimento.RequestBuilder;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import io.pentimento.vision.Detection;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds things in a picture and repaints each of them alone, at the model's own size, so that small
 * faces and hands get the detail that they lack: what ADetailer does.
 *
 * <pre>{@code
 * try (YoloModel faces = YoloModel.load(Path.of("face_yolov8n.pt"))) {
 *   Detail request =
 *       Detail.builder(picture, RegionDetector.of(faces), "three friends on a bench")
 *           .regionPrompt("a laughing woman [SEP] [PROMPT], old man [SEP] [SKIP]")
 *           .selection(DetectionSelection.DEFAULTS.withOrder(DetectionOrder.LEFT_TO_RIGHT))
 *           .build();
 *   Generation generation = pipeline.generate(request);
 *   List<Detection> found = ((Detail) generation.request()).chosen();
 * }
 * }</pre>
 *
 * <p>The picture is searched when the run begins. Of the request that the result gives, {@link
 * #detections} tells what was found, also that nothing was: the picture comes back as it is then.
 * Where the blurred masks of all regions are 0, it keeps its bytes, its alpha channel included. A
 * listener hears of each region by {@link io.pentimento.PictureMade}.
 *
 * @param image the picture
 * @param prompt what the picture shows
 * @param negativePrompt what it does not show
 * @param detector finds what is repainted
 * @param detections what was found; empty before the run. If it is there, the detector is not asked
 * @param selection what of it is repainted, and in what order
 * @param masks how what was found becomes masks
 * @param regionPrompt what the regions show, in order: {@code [SEP]} stands between two of them,
 *     the last is for all others, {@code [PROMPT]} stands for {@code prompt}, an empty one is it,
 *     and {@code [SKIP]} leaves a region as it is
 * @param regionNegativePrompt what the regions do not show, in the same way
 * @param denoisingStrength how much of a region is replaced, in [0, 1]
 * @param strengthPower above 0, large regions are replaced less: by the share of the picture that
 *     they leave, to this power; -10 to 10
 * @param area how much of the picture the model sees
 * @param maskBlur how far masks are softened first
 * @param size the size the model works at, or empty to choose it as {@link Inpaint} does
 * @param sizeMatching whether that size gets the shape of each region
 * @param sameSeed whether all regions have the picture's seed; else it counts up by one for each
 * @param background the opaque colour that shows through where the picture is transparent, for the
 *     model
 * @param sampling the settings that all requests share
 */
public record Detail(
    BufferedImage image,
    String prompt,
    String negativePrompt,
    RegionDetector detector,
    Optional<List<Detection>> detections,
    DetectionSelection selection,
    DetectionMasks masks,
    String regionPrompt,
    String regionNegativePrompt,
    double denoisingStrength,
    double strengthPower,
    InpaintArea area,
    MaskBlur maskBlur,
    Optional<ImageSize> size,
    SizeMatching sizeMatching,
    boolean sameSeed,
    Color background,
    Sampling sampling)
    implements ChainedRequest {
  private static final double LARGEST_POWER = 10;

  /** Checks every setting. */
  public Detail {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(selection, "selection");
    Objects.requireNonNull(masks, "masks");
    Objects.requireNonNull(regionPrompt, "regionPrompt");
    Objects.requireNonNull(regionNegativePrompt, "regionNegativePrompt");
    Objects.requireNonNull(area, "area");
    Objects.requireNonNull(maskBlur, "maskBlur");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(sizeMatching, "sizeMatching");
    Objects.requireNonNull(sampling, "sampling");
    Compositing.requireOpaque("background", background);
    RequestBuilder.requireFraction("denoisingStrength", denoisingStrength);
    requirePower(strengthPower);
    detections = detections.map(List::copyOf);
  }

  private static double requirePower(double power) {
    if (!(Math.abs(power) <= LARGEST_POWER)) {
      throw new IllegalArgumentException(
          "strengthPower must be in [-10, 10], but got: " + power + ". 0 treats all alike.");
    }
    return power;
  }

  /** Starts a request for a picture. */
  public static Builder builder(BufferedImage image, RegionDetector detector, String prompt) {
    return new Builder(image, detector, prompt);
  }

  /** Starts a request with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Returns what is repainted, in order; some of it may have {@code [SKIP]} for its prompt.
   *
   * @throws IllegalStateException if the picture was not searched yet: ask the request of the
   *     result
   */
  public List<Detection> chosen() {
    List<Detection> found =
        detections.orElseThrow(
            () ->
                new IllegalStateException(
                    "The picture is searched when the run begins. Ask the request that the"
                        + " generation gives."));
    return selection.of(found, ImageSize.of(image));
  }

  /** Returns this request after the search. */
  Detail searched() {
    return detections.isPresent()
        ? this
        : toBuilder().detections(detector.detect(image, selection.confidence())).build();
  }

  @Override
  public PictureChain chain(LatentSpace space) {
    return DetailChain.of(this, space);
  }

  /** Starts the request that repaints one region. */
  Inpaint.Builder inpaint(BufferedImage picture, Mask mask, String prompt, String negative) {
    Inpaint.Builder builder =
        Inpaint.builder(picture, mask, prompt)
            .negativePrompt(negative)
            .denoisingStrength(denoisingStrength)
            .area(area)
            .maskBlur(maskBlur.x(), maskBlur.y())
            .background(background)
            .sampling(sampling.withBatch(1));
    size.ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return builder;
  }

  /**
   * Returns the settings under ADetailer's names, and what was found if the picture was searched.
   */
  @Override
  public Map<String, String> settings() {
    return RecordedDetail.fields(this);
  }

  /** Builds a {@link Detail}, whose denoising strength is 0.4 unless set. */
  public static final class Builder extends ImageRequestBuilder<Builder> {
    private RegionDetector detector;
    private Optional<List<Detection>> detections = Optional.empty();
    private DetectionSelection selection = DetectionSelection.DEFAULTS;
    private DetectionMasks masks = DetectionMasks.DEFAULTS;
    private String regionPrompt = "";
    private String regionNegativePrompt = "";
    private double strengthPower;
    private InpaintArea area = InpaintArea.onlyMasked(32);
    private MaskBlur maskBlur = MaskBlur.of(4);
    private Optional<ImageSize> size = Optional.empty();
    private SizeMatching sizeMatching = SizeMatching.OFF;
    private boolean sameSeed;

    private Builder(BufferedImage image, RegionDetector detector, String prompt) {
      super(image, prompt);
      this.detector = Objects.requireNonNull(detector, "detector");
    }

    private Builder(Detail request) {
      super(request, request.image, request.background, request.denoisingStrength);
      this.detector = request.detector;
      this.detections = request.detections;
      this.selection = request.selection;
      this.masks = request.masks;
      this.regionPrompt = request.regionPrompt;
      this.regionNegativePrompt = request.regionNegativePrompt;
      this.strengthPower = request.strengthPower;
      this.area = request.area;
      this.maskBlur = request.maskBlur;
      this.size = request.size;
      this.sizeMatching = request.sizeMatching;
      this.sameSeed = request.sameSeed;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Sets the picture, which then is searched anew. */
    @Override
    public Builder image(BufferedImage image) {
      this.detections = Optional.empty();
      return super.image(image);
    }

    /** Sets what finds the things to repaint; the picture then is searched anew. */
    public Builder detector(RegionDetector detector) {
      this.detector = Objects.requireNonNull(detector, "detector");
      this.detections = Optional.empty();
      return this;
    }

    /** Sets what was found, so that the detector is not asked. */
    public Builder detections(List<Detection> detections) {
      this.detections = Optional.of(List.copyOf(detections));
      return this;
    }

    /**
     * Sets what of all that was found is repainted; {@link DetectionSelection#DEFAULTS} unless set.
     */
    public Builder selection(DetectionSelection selection) {
      this.selection = Objects.requireNonNull(selection, "selection");
      return this;
    }

    /** Sets how what was found becomes masks; {@link DetectionMasks#DEFAULTS} unless set. */
    public Builder masks(DetectionMasks masks) {
      this.masks = Objects.requireNonNull(masks, "masks");
      return this;
    }

    /**
     * Sets what the regions show, in order, with {@code [SEP]} between two; the prompt unless set.
     */
    public Builder regionPrompt(String regionPrompt) {
      this.regionPrompt = Objects.requireNonNull(regionPrompt, "regionPrompt");
      return this;
    }

    /** Sets what the regions do not show, in the same way; the negative prompt unless set. */
    public Builder regionNegativePrompt(String regionNegativePrompt) {
      this.regionNegativePrompt =
          Objects.requireNonNull(regionNegativePrompt, "regionNegativePrompt");
      return this;
    }

    /**
     * Sets how much less large regions are replaced, -10 to 10; 0, which is not at all, unless set.
     */
    public Builder strengthPower(double strengthPower) {
      this.strengthPower = requirePower(strengthPower);
      return this;
    }

    /** Sets how much of the picture the model sees; a region and 32 pixels around it unless set. */
    public Builder area(InpaintArea area) {
      this.area = Objects.requireNonNull(area, "area");
      return this;
    }

    /** Sets the blur of the masks, a standard deviation in pixels, 0 to 512; 4 unless set. */
    public Builder maskBlur(double maskBlur) {
      this.maskBlur = MaskBlur.of(maskBlur);
      return this;
    }

    /** Sets the size the model works at; the result keeps the picture's. */
    public Builder size(int width, int height) {
      this.size = Optional.of(new ImageSize(width, height));
      return this;
    }

    /** Sets whether that size gets the shape of each region; it does not unless set. */
    public Builder sizeMatching(SizeMatching sizeMatching) {
      this.sizeMatching = Objects.requireNonNull(sizeMatching, "sizeMatching");
      return this;
    }

    /** Sets whether all regions have the picture's seed; no unless set. */
    public Builder sameSeed(boolean sameSeed) {
      this.sameSeed = sameSeed;
      return this;
    }

    /** Builds the request. */
    @Override
    public Detail build() {
      return new Detail(
          image(),
          prompt(),
          negativePrompt(),
          detector,
          detections,
          selection,
          masks,
          regionPrompt,
          regionNegativePrompt,
          denoisingStrengthOr(0.4),
          strengthPower,
          area,
          maskBlur,
          size,
          sizeMatching,
          sameSeed,
          background(),
          sampling());
    }
  }
}
