package io.pentimento.sampling;

import java.util.Map;

/**
 * Sigmas of evenly spaced timesteps between those of two levels, both included, then 0.
 *
 * @param range the first level, and the last above 0
 */
record NormalSchedule(SigmaRange range) implements SigmaSchedule {
  @Override
  public String name() {
    return "Normal";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    return ofTimesteps(timesteps(range, steps, levels), steps, levels);
  }

  /** Returns evenly spaced timesteps between those of two levels, from large to small. */
  static float[] timesteps(SigmaRange range, int count, NoiseLevels levels) {
    return EvenSpacing.float32(
        (float) levels.timestepAt(range.max(levels)),
        (float) levels.timestepAt(range.min(levels)),
        count);
  }

  /** Returns the levels of the first timesteps, then 0. */
  static double[] ofTimesteps(float[] timesteps, int count, NoiseLevels levels) {
    double[] sigmas = new double[count + 1];
    for (int i = 0; i < count; i++) {
      sigmas[i] = levels.sigmaAt(timesteps[i]);
    }
    return sigmas;
  }

  @Override
  public Map<String, Double> settings() {
    return range.settings();
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new NormalSchedule(new SigmaRange(sigmaMin, sigmaMax));
  }
}
