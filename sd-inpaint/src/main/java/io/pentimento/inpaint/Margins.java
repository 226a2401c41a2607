package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;

/**
 * How far a picture is extended on each side, in pixels, 0 to 8192.
 *
 * @param left pixels to the left
 * @param right pixels to the right
 * @param up pixels above
 * @param down pixels below
 */
public record Margins(int left, int right, int up, int down) {
  private static final int LARGEST = 8192;

  /** Checks every side. */
  public Margins {
    requireMargin("left", left);
    requireMargin("right", right);
    requireMargin("up", up);
    requireMargin("down", down);
  }

  /** Returns margins of nothing. */
  public static Margins none() {
    return new Margins(0, 0, 0, 0);
  }

  /** Checks one side. */
  static int requireMargin(String side, int pixels) {
    if (pixels < 0 || pixels > LARGEST) {
      throw new IllegalArgumentException(
          "%s must be in [0, %d] pixels, but got: %d. To cut a side off, crop the picture."
              .formatted(side, LARGEST, pixels));
    }
    return pixels;
  }

  /** Tells whether no side grows. */
  public boolean isNone() {
    return largest() == 0;
  }

  /** Returns the pixels of the side that grows most. */
  public int largest() {
    return Math.max(Math.max(left, right), Math.max(up, down));
  }

  /** Returns the size of a picture with these margins around it. */
  public ImageSize around(ImageSize picture) {
    return new ImageSize(left + picture.width() + right, up + picture.height() + down);
  }
}
