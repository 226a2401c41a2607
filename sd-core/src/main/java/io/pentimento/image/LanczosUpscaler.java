package io.pentimento.image;

import java.awt.image.BufferedImage;

/** Enlarges by {@link Resampling#LANCZOS}. */
record LanczosUpscaler() implements Upscaler {
  @Override
  public String name() {
    return "Lanczos";
  }

  @Override
  public BufferedImage upscale(BufferedImage picture, ImageSize size) {
    return Resampling.LANCZOS.resize(Pixels.of(picture), size.width(), size.height()).toImage();
  }
}
