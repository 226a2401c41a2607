package io.pentimento.inpaint;

import io.pentimento.image.AspectRatio;
import io.pentimento.image.ImageSize;

/** Where a picture lies in the larger one it is extended to. */
public enum OutpaintAnchor {
  /** In the left upper corner. */
  TOP_LEFT(0, 0),
  /** In the middle of the upper edge. */
  TOP(1, 0),
  /** In the right upper corner. */
  TOP_RIGHT(2, 0),
  /** In the middle of the left edge. */
  LEFT(0, 1),
  /** In the middle; of an odd number of pixels, the last goes to the right or below. */
  CENTRE(1, 1),
  /** In the middle of the right edge. */
  RIGHT(2, 1),
  /** In the left lower corner. */
  BOTTOM_LEFT(0, 2),
  /** In the middle of the lower edge. */
  BOTTOM(1, 2),
  /** In the right lower corner. */
  BOTTOM_RIGHT(2, 2);

  private final int halvesLeft;
  private final int halvesUp;

  OutpaintAnchor(int halvesLeft, int halvesUp) {
    this.halvesLeft = halvesLeft;
    this.halvesUp = halvesUp;
  }

  /** Returns the margins that make a picture as large as a size. */
  Margins margins(ImageSize picture, ImageSize whole) {
    int across = whole.width() - picture.width();
    int along = whole.height() - picture.height();
    if (across < 0 || along < 0) {
      throw new IllegalArgumentException(
          "The size to extend to must hold the picture of %s, but got: %s."
              .formatted(picture, whole));
    }
    int left = across * halvesLeft / 2;
    int up = along * halvesUp / 2;
    return new Margins(left, across - left, up, along - up);
  }

  /** Returns the smallest size of a shape that holds a picture; the other side is rounded up. */
  static ImageSize around(ImageSize picture, AspectRatio shape) {
    long width = (long) picture.width() * shape.height();
    long height = (long) picture.height() * shape.width();
    return width < height
        ? new ImageSize(
            Math.toIntExact((height + shape.height() - 1) / shape.height()), picture.height())
        : new ImageSize(
            picture.width(), Math.toIntExact((width + shape.width() - 1) / shape.width()));
  }
}
