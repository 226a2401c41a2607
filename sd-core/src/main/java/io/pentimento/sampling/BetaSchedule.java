package io.pentimento.sampling;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sigmas spaced as the quantiles of a beta distribution, which crowd at both ends, then 0: Lee et
 * al. 2024, "Beta Sampling is All You Need".
 *
 * @param distribution the distribution
 * @param range the first level, and the last above 0
 */
record BetaSchedule(BetaDistribution distribution, SigmaRange range) implements SigmaSchedule {
  /** The paper's values of alpha and beta. */
  static final double USUAL = 0.6;

  @Override
  public String name() {
    return "Beta";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    double min = range.min(levels);
    double max = range.max(levels);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      double probability = steps > 1 ? 1 - i / (double) (steps - 1) : 1;
      sigmas[i] = (float) (min + (max - min) * distribution.quantile(probability));
    }
    return sigmas;
  }

  @Override
  public Map<String, Double> settings() {
    Map<String, Double> settings = new LinkedHashMap<>(range.settings());
    settings.put("Beta schedule alpha", distribution.alpha());
    settings.put("Beta schedule beta", distribution.beta());
    return settings;
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new BetaSchedule(distribution, new SigmaRange(sigmaMin, sigmaMax));
  }
}
