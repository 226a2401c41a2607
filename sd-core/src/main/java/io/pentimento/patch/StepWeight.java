package io.pentimento.patch;

import java.util.List;

/**
 * How much a change counts, which may differ from step to step. Prompts are encoded before the
 * steps, with what a text encoder's changes count in step 0.
 *
 * @param stretches what holds from a step on, in order, the first from step 0
 */
public record StepWeight(List<Stretch> stretches) {
  /**
   * A weight that holds until the next stretch begins.
   *
   * @param fromStep the first step it holds for, from 0, counted over all steps of a pass
   * @param weight finite, usually [0, 1]; 0 leaves the model as it is
   */
  public record Stretch(int fromStep, double weight) {
    /** Checks the values. */
    public Stretch {
      if (fromStep < 0) {
        throw new IllegalArgumentException(
            "A weight must hold from step 0 or later, but got: " + fromStep + ".");
      }
      if (!Double.isFinite(weight)) {
        throw new IllegalArgumentException("A weight must be finite, but got: " + weight + ".");
      }
    }
  }

  /** Checks that stretches begin at step 0 and follow each other. */
  public StepWeight {
    stretches = List.copyOf(stretches);
    if (stretches.isEmpty() || stretches.get(0).fromStep() != 0) {
      throw new IllegalArgumentException(
          "Weights must begin at step 0, but got: " + stretches + ".");
    }
    for (int i = 1; i < stretches.size(); i++) {
      if (stretches.get(i).fromStep() <= stretches.get(i - 1).fromStep()) {
        throw new IllegalArgumentException(
            "Each weight must hold from a later step than the one before, but got: "
                + stretches
                + ".");
      }
    }
  }

  /** The same weight in all steps. */
  public static StepWeight of(double weight) {
    return new StepWeight(List.of(new Stretch(0, weight)));
  }

  /** Returns the weight of a step, from 0. */
  public double at(int step) {
    double weight = stretches.get(0).weight();
    for (Stretch stretch : stretches) {
      if (stretch.fromStep() <= step) {
        weight = stretch.weight();
      }
    }
    return weight;
  }
}
