package io.pentimento.vision;

import io.pentimento.GenerationFailedException;

/** What the outputs of a network mean. */
final class Scores {
  private Scores() {}

  /**
   * Returns the probabilities of logits.
   *
   * @throws GenerationFailedException if one is NaN
   */
  static double[] sigmoid(float[] logits, String name) {
    double[] scores = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      scores[i] = checkNumber(1 / (1 + Math.exp(-logits[i])), name);
    }
    return scores;
  }

  /**
   * Returns a number.
   *
   * @throws GenerationFailedException if it is NaN
   */
  static double checkNumber(double value, String name) {
    if (Double.isNaN(value)) {
      throw new GenerationFailedException(
          "%s made NaN. Load it with Precision.FLOAT32.".formatted(name));
    }
    return value;
  }

  /** Refuses a threshold that no score can be compared with. */
  static double checkThreshold(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s must be in [0, 1], but got: %s.".formatted(name, value));
    }
    return value;
  }
}
