package io.pentimento.sampling;

/**
 * Sigmas evenly spaced in the power {@code 1 / rho}, then 0: Karras et al. 2022, "Elucidating the
 * Design Space of Diffusion-Based Generative Models", equation 5.
 *
 * @param rho the power, 7 in the paper
 * @param sigmaMin the last level above 0, or 0 for the model's smallest
 * @param sigmaMax the first level, or 0 for the model's largest
 */
record KarrasSchedule(double rho, double sigmaMin, double sigmaMax) implements SigmaSchedule {
  static final double USUAL_RHO = 7;

  KarrasSchedule {
    if (!(rho > 0 && rho <= 1000)) {
      throw new IllegalArgumentException("rho must be in (0, 1000], but got: " + rho + ".");
    }
    if (!(sigmaMin >= 0 && sigmaMax >= 0)
        || (sigmaMin > 0 && sigmaMax > 0 && sigmaMin >= sigmaMax)) {
      throw new IllegalArgumentException(
          "sigmaMin must be below sigmaMax, and neither below 0, but got: %s and %s."
              .formatted(sigmaMin, sigmaMax));
    }
  }

  @Override
  public String name() {
    return "Karras";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    double min = sigmaMin == 0 ? levels.smallest() : sigmaMin;
    double max = sigmaMax == 0 ? levels.largest() : sigmaMax;
    return between(min, max, rho, steps);
  }

  /** Returns {@code count} levels from largest to smallest, then 0. */
  static double[] between(double smallest, double largest, double rho, int count) {
    double minRoot = Math.pow(smallest, 1 / rho);
    double maxRoot = Math.pow(largest, 1 / rho);
    float[] ramp = EvenSpacing.float32(0, 1, count);
    double[] sigmas = new double[count + 1];
    for (int i = 0; i < count; i++) {
      float root = (float) maxRoot + ramp[i] * (float) (minRoot - maxRoot);
      sigmas[i] = (float) Math.pow(root, rho);
    }
    return sigmas;
  }
}
