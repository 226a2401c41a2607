package io.pentimento.sampling;

import java.util.Map;

/**
 * Sigmas evenly spaced in their logarithm, then 0.
 *
 * @param range the first level, and the last above 0
 */
record ExponentialSchedule(SigmaRange range) implements SigmaSchedule {
  @Override
  public String name() {
    return "Exponential";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    float logMax = (float) Math.log(range.max(levels));
    float logMin = (float) Math.log(range.min(levels));
    float[] logSigmas = EvenSpacing.float32(logMax, logMin, steps);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = (float) Math.exp(logSigmas[i]);
    }
    return sigmas;
  }

  @Override
  public Map<String, Double> settings() {
    return range.settings();
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new ExponentialSchedule(new SigmaRange(sigmaMin, sigmaMax));
  }
}
