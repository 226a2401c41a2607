package io.pentimento.sampling;

import java.util.Map;

/**
 * Sigmas evenly spaced in the power {@code 1 / rho}, then 0: Karras et al. 2022, "Elucidating the
 * Design Space of Diffusion-Based Generative Models", equation 5.
 *
 * @param rho the power, 7 in the paper
 * @param range the first level, and the last above 0
 */
record KarrasSchedule(double rho, SigmaRange range) implements SigmaSchedule {
  static final double USUAL_RHO = 7;

  KarrasSchedule {
    SigmaRange.checkedRho(rho);
  }

  @Override
  public String name() {
    return "Karras";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    return between(range.min(levels), range.max(levels), rho, steps);
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

  @Override
  public Map<String, Double> settings() {
    return range.settings(rho, USUAL_RHO);
  }

  @Override
  public SigmaSchedule withRho(double rho) {
    return new KarrasSchedule(rho, range);
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new KarrasSchedule(rho, new SigmaRange(sigmaMin, sigmaMax));
  }
}
