package io.pentimento.image;

import java.awt.image.BufferedImage;

/** Enlarges pictures. */
public interface Upscaler {
  /** Returns the name under which pictures record this upscaler. */
  String name();

  /**
   * Enlarges a picture.
   *
   * @param size the exact size of the result
   */
  BufferedImage upscale(BufferedImage picture, ImageSize size);

  /**
   * Enlarges a picture by a factor, as the WebUI does: the sides are rounded down to multiples of 8
   * by Lanczos' filter.
   *
   * @param factor above 0
   * @throws IllegalArgumentException if a side would be shorter than 8 pixels, or the picture too
   *     large
   */
  default BufferedImage upscale(BufferedImage picture, double factor) {
    ImageSize source = ImageSize.of(picture);
    ImageSize size = sizeFor(source, factor);
    ImageSize whole =
        new ImageSize((int) (source.width() * factor), (int) (source.height() * factor));
    Pixels large = Pixels.of(upscale(picture, whole));
    return Resampling.LANCZOS.resize(large, size.width(), size.height()).toImage();
  }

  /**
   * Returns the size to which {@link #upscale(BufferedImage, double)} enlarges: the sides times the
   * factor, rounded down to multiples of 8.
   *
   * @throws IllegalArgumentException if a side would be shorter than 8 pixels, or over 2^31
   */
  static ImageSize sizeFor(ImageSize picture, double factor) {
    double width = Math.floor(picture.width() * factor / 8) * 8;
    double height = Math.floor(picture.height() * factor / 8) * 8;
    if (!(Math.min(width, height) >= 8 && Math.max(width, height) <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          ("The enlarged picture must be at least 8 pixels and at most 2^31 each way, but got: %s"
                  + " times %s. Choose another factor.")
              .formatted(picture, factor));
    }
    return new ImageSize((int) width, (int) height);
  }

  /** Repeats pixels. */
  static Upscaler nearest() {
    return new NearestUpscaler();
  }

  /** Lanczos' filter over three lobes. */
  static Upscaler lanczos() {
    return new LanczosUpscaler();
  }
}
