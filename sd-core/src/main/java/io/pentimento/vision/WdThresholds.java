package io.pentimento.vision;

/**
 * Which tags of a WD tagger are told.
 *
 * @param general the score above which a general tag is told, in [0, 1]
 * @param characters the score above which a character is told, in [0, 1]
 * @param charactersFirst whether characters stand before general tags
 */
public record WdThresholds(double general, double characters, boolean charactersFirst) {
  /** Refuses thresholds outside of [0, 1]. */
  public WdThresholds {
    Scores.checkThreshold("general", general);
    Scores.checkThreshold("characters", characters);
  }

  /** Returns the usual ones: 0.35 for general tags, 0.75 for characters, which come last. */
  public static WdThresholds usual() {
    return new WdThresholds(0.35, 0.75, false);
  }
}
