package io.pentimento.vision;

/** One answer of Segment Anything to a prompt. Immutable. */
public final class SegmentCandidate {
  /** Logits that are fed back are kept within these bounds on either side. */
  private static final float MOST = 32;

  /** The shares of logits of 1 and -1. */
  private static final double SURE = 0.7310585786300049;

  private static final double MAYBE = 1 - SURE;

  private final Selection selection;
  private final double score;
  private final float[] logits;

  SegmentCandidate(Selection selection, double score, float[] logits) {
    this.selection = selection;
    this.score = score;
    this.logits = logits;
  }

  /** Returns what was found, in the picture's size. */
  public Selection selection() {
    return selection;
  }

  /** Returns the predicted overlap with what was meant (intersection over union), about 0 to 1. */
  public double score() {
    return score;
  }

  /**
   * Returns how little a stricter threshold would change, from 0 to 1: how many pixels are surely
   * inside (logit above 1), to those that may be (above -1).
   */
  public double stability() {
    double possible = selection.coverage(MAYBE);
    return possible == 0 ? 0 : selection.coverage(SURE) / possible;
  }

  /** Returns what is fed back to refine it. */
  float[] feedback() {
    float[] kept = new float[logits.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.max(-MOST, Math.min(MOST, logits[i]));
    }
    return kept;
  }

  @Override
  public String toString() {
    return "SegmentCandidate[score %.3f, %s]".formatted(score, selection);
  }
}
