package io.pentimento.sampling;

import java.util.Map;

/**
 * Sigmas whose arc tangents are evenly spaced: Sabour et al. 2024, "Align Your Steps", section 3.1.
 * The last is the smallest sigma, not 0.
 *
 * @param range the first and the last level
 */
record KlOptimalSchedule(SigmaRange range) implements SigmaSchedule {
  @Override
  public String name() {
    return "KL Optimal";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    float angleMin = (float) Math.atan((float) range.min(levels));
    float angleMax = (float) Math.atan((float) range.max(levels));
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      float share = (float) i / steps;
      sigmas[i] = (float) Math.tan(share * angleMin + (1 - share) * angleMax);
    }
    return sigmas;
  }

  @Override
  public Map<String, Double> settings() {
    return range.settings();
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new KlOptimalSchedule(new SigmaRange(sigmaMin, sigmaMax));
  }
}
