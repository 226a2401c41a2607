package io.pentimento.sampling;

import java.util.Map;

/**
 * Sigmas of evenly spaced timesteps that end one spacing above the smallest, then 0: as Stability's
 * generative-models space them.
 *
 * @param range the first level, and the one that is left out
 */
record SgmUniformSchedule(SigmaRange range) implements SigmaSchedule {
  @Override
  public String name() {
    return "SGM Uniform";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    float[] timesteps = NormalSchedule.timesteps(range, steps + 1, levels);
    return NormalSchedule.ofTimesteps(timesteps, steps, levels);
  }

  @Override
  public Map<String, Double> settings() {
    return range.settings();
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new SgmUniformSchedule(new SigmaRange(sigmaMin, sigmaMax));
  }
}
