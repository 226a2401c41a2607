package io.pentimento.sampling;

import io.pentimento.image.ImageSize;

/**
 * The dimensions of a loaded model's latent.
 *
 * @param channels the latent's channels, 4 for Stable Diffusion
 * @param factor how many pixels one latent cell is wide and high, 8 for Stable Diffusion
 * @param inputChannels what the U-Net takes in: {@code channels}, or more for inpainting models
 * @param nativeSide the side in pixels of the square pictures the model was trained on
 */
public record LatentSpace(int channels, int factor, int inputChannels, int nativeSide) {
  /** The largest side in pixels that is accepted. */
  private static final int LARGEST_SIDE = 8192;

  /** The largest area in pixels, 4096 × 4096: attention's work grows with its square. */
  private static final int LARGEST_AREA = 1 << 24;

  /**
   * Tells whether the U-Net takes the latent of a picture to edit beside the noisy one, as
   * InstructPix2Pix does.
   */
  public boolean editsPictures() {
    return inputChannels == 2 * channels;
  }

  /**
   * Refuses a size the model cannot work at.
   *
   * @throws IllegalArgumentException if a side is not a multiple of {@link #factor()}, or a side or
   *     the area is too large
   */
  public void check(ImageSize size) {
    if (size.width() % factor != 0 || size.height() % factor != 0) {
      throw new IllegalArgumentException(
          "width and height must be multiples of %d, but got: %s. Try %dx%d."
              .formatted(factor, size, nearest(size.width()), nearest(size.height())));
    }
    if (size.width() > LARGEST_SIDE || size.height() > LARGEST_SIDE) {
      throw new IllegalArgumentException(
          "width and height must be at most %d, but got: %s.".formatted(LARGEST_SIDE, size));
    }
    if (size.width() * size.height() > LARGEST_AREA) {
      throw new IllegalArgumentException(
          ("The model must work at %d pixels at most, but got: %s. Pass a smaller size, or let it"
                  + " work at a part of the picture.")
              .formatted(LARGEST_AREA, size));
    }
  }

  private int nearest(int side) {
    return Math.max(1, Math.round(side / (float) factor)) * factor;
  }
}
