package io.pentimento.image;

import java.awt.image.BufferedImage;

/**
 * The size of a picture.
 *
 * @param width pixels across, at least 1
 * @param height pixels down, at least 1
 */
public record ImageSize(int width, int height) {
  /** Refuses sizes below one pixel. */
  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "width and height must be at least 1, but got: " + width + "x" + height + ".");
    }
  }

  /** Returns the size of a picture. */
  public static ImageSize of(BufferedImage image) {
    return new ImageSize(image.getWidth(), image.getHeight());
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
