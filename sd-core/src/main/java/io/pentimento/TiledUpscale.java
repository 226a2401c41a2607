package io.pentimento;

import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.TileBlending;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Enlarges a picture and draws it anew in overlapping tiles, which gives it the detail that
 * enlarging cannot: the WebUI's script "SD upscale". Native memory grows with the tile, not with
 * the picture; Java's holds the picture before and after, and one row of tiles.
 *
 * <p>Each tile has the next seed, row by row, and each picture of a batch begins one seed later.
 * All tiles have the whole prompt, so with much denoising each draws what it says; strengths of 0.2
 * to 0.4 are usual. Unlike the WebUI's, sides need not be multiples of 8, a picture smaller than a
 * tile is worked on in one smaller tile, whose rest is the picture mirrored, and alpha is kept,
 * enlarged by Lanczos' filter.
 *
 * @param image the picture
 * @param prompt what it shows
 * @param negativePrompt what it should not show; empty for nothing
 * @param scale how many times as large it becomes, in [1, 4], where {@code size} is empty; 1
 *     redraws it as large as it is
 * @param size the size it gets, or empty for that of {@code scale}; what stands out on two sides is
 *     cut off
 * @param upscaler what enlarges it
 * @param tile the size of a tile, multiples of the model's latent factor, or empty for the size the
 *     model was trained at
 * @param overlap how many pixels neighbouring tiles share at least, from 0 to less than a tile's
 *     sides
 * @param blending how the tiles become one picture
 * @param background the opaque colour that shows through where the picture is transparent
 * @param colourCorrection whether each tile gets the colours of the part it is drawn over
 * @param denoisingStrength how much of each tile is replaced, in [0, 1]
 * @param sampling the settings that all requests share
 */
public record TiledUpscale(
    BufferedImage image,
    String prompt,
    String negativePrompt,
    double scale,
    Optional<ImageSize> size,
    Upscaler upscaler,
    Optional<ImageSize> tile,
    int overlap,
    TileBlending blending,
    Color background,
    boolean colourCorrection,
    double denoisingStrength,
    Sampling sampling)
    implements ChainedRequest {
  private static final double LARGEST_SCALE = 4;

  /** Checks every setting. */
  public TiledUpscale {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(upscaler, "upscaler");
    Objects.requireNonNull(tile, "tile");
    Objects.requireNonNull(blending, "blending");
    Objects.requireNonNull(sampling, "sampling");
    Compositing.requireOpaque("background", background);
    requireScale(scale);
    requireOverlap(overlap);
    RequestBuilder.requireFraction("denoisingStrength", denoisingStrength);
  }

  private static void requireScale(double scale) {
    if (!(scale >= 1 && scale <= LARGEST_SCALE)) {
      throw new IllegalArgumentException(
          "scale must be in [1, 4], but got: " + scale + ". Call size for larger pictures.");
    }
  }

  private static void requireOverlap(int overlap) {
    if (overlap < 0) {
      throw new IllegalArgumentException(
          "overlap must be at least 0 pixels, but got: " + overlap + ".");
    }
  }

  /** Starts a request for a picture and what it shows. */
  public static Builder builder(BufferedImage image, String prompt) {
    return new Builder(image, prompt);
  }

  /** Starts a request with the settings of this one. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns the size of the finished picture: exactly what is asked, in whole pixels. */
  public ImageSize finishedSize() {
    return size.orElseGet(
        () ->
            new ImageSize(
                Math.toIntExact(Math.round(image.getWidth() * scale)),
                Math.toIntExact(Math.round(image.getHeight() * scale))));
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("Denoising strength", Double.toString(denoisingStrength));
    settings.put("SD upscale overlap", Integer.toString(overlap));
    settings.put("SD upscale upscaler", upscaler.name());
    return Collections.unmodifiableMap(settings);
  }

  @Override
  public PictureChain chain(LatentSpace space) {
    return TiledUpscaleChain.of(this, space);
  }

  /** Builds a {@link TiledUpscale}, whose denoising strength is 0.3 unless set. */
  public static final class Builder extends ImageRequestBuilder<Builder> {
    private double scale = 2;
    private Optional<ImageSize> size = Optional.empty();
    private Upscaler upscaler = Upscaler.lanczos();
    private Optional<ImageSize> tile = Optional.empty();
    private int overlap = 64;
    private TileBlending blending = TileBlending.WEBUI;
    private boolean colourCorrection;

    private Builder(BufferedImage image, String prompt) {
      super(image, prompt);
    }

    private Builder(TiledUpscale request) {
      super(request, request.image, request.background, request.denoisingStrength);
      this.scale = request.scale;
      this.size = request.size;
      this.upscaler = request.upscaler;
      this.tile = request.tile;
      this.overlap = request.overlap;
      this.blending = request.blending;
      this.colourCorrection = request.colourCorrection;
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Sets how many times as large the picture becomes, in [1, 4]; 2 unless set. */
    public Builder scale(double scale) {
      requireScale(scale);
      this.scale = scale;
      this.size = Optional.empty();
      return this;
    }

    /** Sets the size that the picture gets; what stands out on two sides is cut off. */
    public Builder size(int width, int height) {
      this.size = Optional.of(new ImageSize(width, height));
      return this;
    }

    /** Sets what enlarges the picture before it is drawn anew; Lanczos' filter unless set. */
    public Builder upscaler(Upscaler upscaler) {
      this.upscaler = Objects.requireNonNull(upscaler, "upscaler");
      return this;
    }

    /**
     * Sets the size of a tile, multiples of the model's latent factor, 8; the size that the model
     * was trained at unless set.
     */
    public Builder tile(int width, int height) {
      this.tile = Optional.of(new ImageSize(width, height));
      return this;
    }

    /** Sets how many pixels neighbouring tiles share at least; 64 unless set. */
    public Builder overlap(int overlap) {
      requireOverlap(overlap);
      this.overlap = overlap;
      return this;
    }

    /** Sets how tiles become one picture; as in the WebUI unless set. */
    public Builder blending(TileBlending blending) {
      this.blending = Objects.requireNonNull(blending, "blending");
      return this;
    }

    /** Sets whether each tile gets the colours of the part it is drawn over; no unless set. */
    public Builder colourCorrection(boolean colourCorrection) {
      this.colourCorrection = colourCorrection;
      return this;
    }

    /** Builds the request. */
    @Override
    public TiledUpscale build() {
      return new TiledUpscale(
          image(),
          prompt(),
          negativePrompt(),
          scale,
          size,
          upscaler,
          tile,
          overlap,
          blending,
          background(),
          colourCorrection,
          denoisingStrengthOr(0.3),
          sampling());
    }
  }
}
