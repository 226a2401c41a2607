package io.pentimento.vision;

/**
 * How all things in a picture are searched for ({@link PictureEmbedding#segments}).
 *
 * @param pointsPerSide how many points are asked along each side of the picture, 1 to 128
 * @param leastScore what a candidate's score must be above, any number; mostly 0 to 1
 * @param leastStability what its stability must at least be, 0 to 1
 * @param mostOverlap how much the boxes of two may overlap (intersection over union), 0 to 1; of
 *     those that do more, the one of the higher score is kept
 */
public record SegmentSearch(
    int pointsPerSide, double leastScore, double leastStability, double mostOverlap) {
  /** Checks the numbers. */
  public SegmentSearch {
    if (pointsPerSide < 1 || pointsPerSide > 128) {
      throw new IllegalArgumentException(
          "pointsPerSide must be in [1, 128], but got: " + pointsPerSide + ".");
    }
    if (!Double.isFinite(leastScore)) {
      throw new IllegalArgumentException(
          "leastScore must be a number, mostly in [0, 1], but got: " + leastScore + ".");
    }
    requireShare("leastStability", leastStability);
    requireShare("mostOverlap", mostOverlap);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], but got: " + share + ".");
    }
  }

  /** The published search: 32 points a side, scores above 0.88, stability of 0.95. */
  public static SegmentSearch usual() {
    return new SegmentSearch(32, 0.88, 0.95, 0.7);
  }
}
