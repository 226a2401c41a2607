package io.pentimento;

import java.awt.image.BufferedImage;

/** Draws pictures of unfinished latents. */
interface Preview {
  /**
   * Draws image {@code index} of a latent {@code [batch, channels, height, width]}, as the U-Net
   * knows it, given as row-major values.
   */
  BufferedImage draw(float[] latent, int index, int width, int height);
}
