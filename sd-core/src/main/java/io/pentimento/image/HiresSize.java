package io.pentimento.image;

import java.util.Objects;

/**
 * The sizes of a hires fix: a picture made small, enlarged, and repainted in a second pass. They
 * are the WebUI's, which rounds nothing to whole latent cells: what does not fill a cell of 8
 * pixels falls away.
 *
 * @param upscaled the size to which the first pass's picture is enlarged
 * @param cutWidth how many columns of latent cells are cut off then
 * @param cutHeight how many rows of latent cells are cut off then
 */
public record HiresSize(ImageSize upscaled, int cutWidth, int cutHeight) {
  /** Pixels of a picture that are one cell of its latent, in Stable Diffusion. */
  public static final int CELL = 8;

  /** Checks that something is left. */
  public HiresSize {
    Objects.requireNonNull(upscaled, "upscaled");
    if (cutWidth < 0
        || cutHeight < 0
        || upscaled.width() / CELL <= cutWidth
        || upscaled.height() / CELL <= cutHeight) {
      throw new IllegalArgumentException(
          "The hires pass must keep a latent cell of 8 pixels each way, but got: %s, less %d columns"
                  .formatted(upscaled, cutWidth)
              + " and %d rows of cells. Ask for a larger size.".formatted(cutHeight));
    }
  }

  /** Returns how many columns of latent cells there are before any are cut off. */
  public int upscaledLatentWidth() {
    return upscaled.width() / CELL;
  }

  /** Returns how many rows of latent cells there are before any are cut off. */
  public int upscaledLatentHeight() {
    return upscaled.height() / CELL;
  }

  /** Returns how many of the columns that are cut off lie at the left. */
  public int cutLeft() {
    return cutWidth / 2;
  }

  /** Returns how many of the rows that are cut off lie above. */
  public int cutAbove() {
    return cutHeight / 2;
  }

  /** Returns how many columns of latent cells the second pass has. */
  public int latentWidth() {
    return upscaledLatentWidth() - cutWidth;
  }

  /** Returns how many rows of latent cells the second pass has. */
  public int latentHeight() {
    return upscaledLatentHeight() - cutHeight;
  }

  /** Returns the size of the finished picture, whose sides are multiples of 8. */
  public ImageSize finished() {
    return new ImageSize(latentWidth() * CELL, latentHeight() * CELL);
  }
}
