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

  /** Repeats pixels. */
  static Upscaler nearest() {
    return new NearestUpscaler();
  }

  /** Lanczos' filter over three lobes. */
  static Upscaler lanczos() {
    return new LanczosUpscaler();
  }
}
