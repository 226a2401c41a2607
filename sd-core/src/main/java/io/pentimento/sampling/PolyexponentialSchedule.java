package io.pentimento.sampling;

import java.util.Map;

/**
 * Sigmas whose logarithm falls as the power rho of an even spacing, then 0.
 *
 * @param rho the power: 1 is Exponential, more crowds the levels at the small end
 * @param range the first level, and the last above 0
 */
record PolyexponentialSchedule(double rho, SigmaRange range) implements SigmaSchedule {
  static final double USUAL_RHO = 1;

  PolyexponentialSchedule {
    SigmaRange.checkedRho(rho);
  }

  @Override
  public String name() {
    return "Polyexponential";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    double logMin = Math.log(range.min(levels));
    double logSpan = Math.log(range.max(levels)) - logMin;
    float[] ramp = EvenSpacing.float32(1, 0, steps);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      float power = (float) Math.pow(ramp[i], rho);
      sigmas[i] = (float) Math.exp(power * (float) logSpan + (float) logMin);
    }
    return sigmas;
  }

  @Override
  public Map<String, Double> settings() {
    return range.settings(rho, USUAL_RHO);
  }

  @Override
  public SigmaSchedule withRho(double rho) {
    return new PolyexponentialSchedule(rho, range);
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new PolyexponentialSchedule(rho, new SigmaRange(sigmaMin, sigmaMax));
  }
}
