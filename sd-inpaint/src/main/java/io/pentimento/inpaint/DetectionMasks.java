package io.pentimento.inpaint;

import java.util.List;

/**
 * How the masks of detected things are prepared before each is repainted, as ADetailer does:
 * offset, then dilate or erode, then drop the empty ones, then merge.
 *
 * @param dilateErode the side in pixels of the square that masks are widened by, or narrowed by if
 *     negative, -4096 to 4096; 0 leaves them, and then empty ones stay
 * @param xOffset how far to move to the right in pixels; what leaves on one side enters on the
 *     other
 * @param yOffset how far to move up in pixels, as above
 * @param merge what becomes of several masks
 */
public record DetectionMasks(int dilateErode, int xOffset, int yOffset, MaskMerge merge) {
  /** ADetailer's defaults: widened by a square of 4 pixels, not moved, not merged. */
  public static final DetectionMasks DEFAULTS = new DetectionMasks(4, 0, 0, MaskMerge.NONE);

  /** Refuses squares that are too large. */
  public DetectionMasks {
    if (dilateErode < -Mask.LARGEST_DISTANCE || dilateErode > Mask.LARGEST_DISTANCE) {
      throw new IllegalArgumentException(
          "dilateErode must be in [-%d, %1$d] pixels, but got: %d."
              .formatted(Mask.LARGEST_DISTANCE, dilateErode));
    }
  }

  /**
   * Prepares masks.
   *
   * @throws IllegalArgumentException if they are to be merged and their sizes differ
   */
  public List<Mask> prepare(List<Mask> masks) {
    List<Mask> moved = masks.stream().map(this::offset).toList();
    return merge.apply(dilateErode == 0 ? moved : resized(moved));
  }

  private List<Mask> resized(List<Mask> masks) {
    return masks.stream()
        .map(
            mask ->
                dilateErode > 0 ? mask.growSquare(dilateErode) : mask.shrinkSquare(-dilateErode))
        .filter(mask -> !mask.isEmpty())
        .toList();
  }

  private Mask offset(Mask mask) {
    return mask.roll(xOffset, -(long) yOffset);
  }
}
