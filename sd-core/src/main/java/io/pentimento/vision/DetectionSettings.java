package io.pentimento.vision;

/**
 * How a detector searches.
 *
 * @param confidence only what is surer than this is told, in [0, 1]
 * @param overlap of two boxes of one class the less sure is dropped if they overlap by more than
 *     this: the area they share over the area they cover together, in [0, 1]
 * @param side the longer side of the picture that the network sees, in pixels; a multiple of 32, 32
 *     to 4096
 * @param most how many things are told at most, the surest first, at least 1
 */
public record DetectionSettings(double confidence, double overlap, int side, int most) {
  /** What ADetailer uses. */
  public static final DetectionSettings DEFAULTS = new DetectionSettings(0.3, 0.7, 640, 300);

  private static final int STRIDE = 32;
  private static final int LONGEST_SIDE = 4096;

  /** Checks every setting. */
  public DetectionSettings {
    requireShare("confidence", confidence);
    requireShare("overlap", overlap);
    if (side < STRIDE || side > LONGEST_SIDE || side % STRIDE != 0) {
      throw new IllegalArgumentException(
          "side must be a multiple of %d in [%1$d, %d], but got: %d."
              .formatted(STRIDE, LONGEST_SIDE, side));
    }
    if (most < 1) {
      throw new IllegalArgumentException("most must be at least 1, but got: " + most + ".");
    }
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s must be in [0, 1], but got: %s.".formatted(name, value));
    }
  }

  /** Returns these settings with another confidence. */
  public DetectionSettings withConfidence(double confidence) {
    return new DetectionSettings(confidence, overlap, side, most);
  }

  /** Returns these settings with another overlap. */
  public DetectionSettings withOverlap(double overlap) {
    return new DetectionSettings(confidence, overlap, side, most);
  }

  /** Returns these settings with another side. */
  public DetectionSettings withSide(int side) {
    return new DetectionSettings(confidence, overlap, side, most);
  }

  /** Returns these settings with another number of things at most. */
  public DetectionSettings withMost(int most) {
    return new DetectionSettings(confidence, overlap, side, most);
  }
}
