package io.pentimento.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a picture is made larger without anything being drawn anew: the upscaling on the WebUI's page
 * "Extras". Alpha is kept.
 *
 * @param target how large the picture becomes
 * @param upscaler what enlarges it
 * @param second what else enlarges it, and is blended in
 */
public record Enlargement(Target target, Upscaler upscaler, Optional<Second> second) {
  private static final double LARGEST_FACTOR = 8;

  /** How large a picture becomes. */
  public sealed interface Target {
    /**
     * Enlarges a picture.
     *
     * @throws IllegalArgumentException if its size and this target do not go together
     */
    BufferedImage enlarge(BufferedImage picture, Upscaler upscaler);

    /**
     * Returns the size that a picture of a size gets.
     *
     * @throws IllegalArgumentException if that size and this target do not go together
     */
    ImageSize sizeFor(ImageSize picture);
  }

  /**
   * As large as the picture times a factor, the sides rounded down to multiples of 8 as in the
   * WebUI.
   *
   * @param factor in [1, 8]
   * @param maxSide what the longer side is at most, in pixels, if anything; where it would be
   *     longer, the picture is made this long exactly
   */
  public record Scaled(double factor, OptionalInt maxSide) implements Target {
    /** Checks both numbers. */
    public Scaled {
      if (!(factor >= 1 && factor <= LARGEST_FACTOR)) {
        throw new IllegalArgumentException(
            "scale must be in [1, 8], but got: " + factor + ". Pass 2 for twice as large.");
      }
      if (maxSide.isPresent() && maxSide.getAsInt() < 1) {
        throw new IllegalArgumentException(
            "maxSide must be at least 1 pixel, but got: " + maxSide.getAsInt() + ".");
      }
    }

    @Override
    public BufferedImage enlarge(BufferedImage picture, Upscaler upscaler) {
      ImageSize own = ImageSize.of(picture);
      return isLimited(own)
          ? upscaler.upscale(picture, sizeFor(own))
          : upscaler.upscale(picture, factor);
    }

    @Override
    public ImageSize sizeFor(ImageSize picture) {
      return isLimited(picture)
          ? picture.scaled(factor).atMost(maxSide.getAsInt())
          : Upscaler.sizeFor(picture, factor);
    }

    private boolean isLimited(ImageSize picture) {
      ImageSize whole = picture.scaled(factor);
      return maxSide.isPresent() && Math.max(whole.width(), whole.height()) > maxSide.getAsInt();
    }
  }

  /**
   * So large that the picture covers a size.
   *
   * @param size the size
   * @param crop whether what stands out on two sides is cut off, so that the size is exact
   */
  public record Covering(ImageSize size, boolean crop) implements Target {
    /** Checks that nothing is null. */
    public Covering {
      Objects.requireNonNull(size, "size");
    }

    @Override
    public BufferedImage enlarge(BufferedImage picture, Upscaler upscaler) {
      ImageSize cover = ImageSize.of(picture).covering(size);
      BufferedImage large = upscaler.upscale(picture, cover);
      if (!crop || cover.equals(size)) {
        return large;
      }
      Rectangle middle =
          new Rectangle(
              (cover.width() - size.width()) / 2,
              (cover.height() - size.height()) / 2,
              size.width(),
              size.height());
      return Pixels.of(large).crop(middle).toImage();
    }

    @Override
    public ImageSize sizeFor(ImageSize picture) {
      return crop ? size : picture.covering(size);
    }
  }

  /**
   * A second upscaler.
   *
   * @param upscaler what enlarges the picture as well
   * @param visibility how much of its picture shows, from 0 to 1, which hides the first one's
   */
  public record Second(Upscaler upscaler, double visibility) {
    /** Checks the visibility. */
    public Second {
      Objects.requireNonNull(upscaler, "upscaler");
      if (!(visibility >= 0 && visibility <= 1)) {
        throw new IllegalArgumentException(
            "visibility must be in [0, 1], but got: " + visibility + ". Pass 0.5 for half.");
      }
    }
  }

  /** Checks that nothing is null. */
  public Enlargement {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(upscaler, "upscaler");
    Objects.requireNonNull(second, "second");
  }

  /**
   * Enlarges by a factor, with Lanczos' filter.
   *
   * @param factor in [1, 8]
   */
  public static Enlargement scale(double factor) {
    return of(new Scaled(factor, OptionalInt.empty()));
  }

  /** Enlarges to an exact size, with Lanczos' filter; what stands out on two sides is cut off. */
  public static Enlargement size(int width, int height) {
    return of(new Covering(new ImageSize(width, height), true));
  }

  /** Enlarges with Lanczos' filter. */
  public static Enlargement of(Target target) {
    return new Enlargement(target, Upscaler.lanczos(), Optional.empty());
  }

  /** Returns this enlargement by another upscaler. */
  public Enlargement withUpscaler(Upscaler upscaler) {
    return new Enlargement(target, upscaler, second);
  }

  /**
   * Returns this enlargement with a second upscaler blended in.
   *
   * @param visibility how much of its picture shows, from 0 to 1
   */
  public Enlargement withSecond(Upscaler upscaler, double visibility) {
    return new Enlargement(target, this.upscaler, Optional.of(new Second(upscaler, visibility)));
  }

  /**
   * Enlarges a picture. Where nothing of a second upscaler shows, it is not asked.
   *
   * @throws IllegalArgumentException if the picture's size and the target do not go together
   */
  public BufferedImage apply(BufferedImage picture) {
    BufferedImage first = target.enlarge(picture, upscaler);
    if (second.isEmpty() || second.get().visibility() == 0) {
      return first;
    }
    Pixels other = Pixels.of(target.enlarge(picture, second.get().upscaler()));
    return Compositing.blend(Pixels.of(first), other, second.get().visibility()).toImage();
  }
}
