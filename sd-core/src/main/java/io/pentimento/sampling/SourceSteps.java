package io.pentimento.sampling;

/**
 * How many steps a run from a source plans, and how many of them, the last ones, it takes.
 *
 * @param total the steps over which the whole range of noise is spread
 * @param taken the steps that are taken
 */
record SourceSteps(int total, int taken) {
  /** The strength that stands for 1: one step must be left to be the first. */
  private static final double STRONGEST = 0.999;

  /** Room for a thousand steps at a strength of a thousandth. */
  private static final int MOST = 1_000_000;

  /**
   * Plans the steps of the WebUI: the share that strength leaves, or exactly the asked ones.
   *
   * @param strength denoising strength in [0, 1], not 0 for exact steps
   */
  static SourceSteps of(Sampling sampling, double strength) {
    int steps = sampling.steps();
    double share = Math.min(strength, STRONGEST);
    if (!sampling.sourceNoise().exactSteps()) {
      return new SourceSteps(steps, (int) (share * steps) + 1);
    }
    if (steps / share > MOST) {
      throw new IllegalArgumentException(
          "denoisingStrength must be at least %s to take exactly %d steps, but got: %s. Pass 0 to"
                  .formatted(steps / (double) MOST, steps, strength)
              + " change nothing.");
    }
    return new SourceSteps((int) (steps / share), steps);
  }

  /** Returns how many steps are left out. */
  int skipped() {
    return total - taken;
  }
}
