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

  /**
   * Returns this size times a factor, rounded down: the WebUI's "Resize by".
   *
   * @param factor above 0, and such that at least one pixel is left each way
   */
  public ImageSize scaled(double factor) {
    return new ImageSize((int) (width * factor), (int) (height * factor));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
