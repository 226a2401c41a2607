package io.pentimento.sampling;

import java.util.Map;

/**
 * Stands for the sampler's own schedule; asked without a sampler it is the one most samplers own.
 *
 * @param rho the power of that schedule, or 0 for its usual one
 * @param range its first level, and its last above 0
 */
record AutomaticSchedule(double rho, SigmaRange range) implements SigmaSchedule {
  AutomaticSchedule {
    if (rho != 0) {
      SigmaRange.checkedRho(rho);
    }
  }

  /**
   * Returns the schedule that is meant where one is asked of a sampler.
   *
   * @param own the sampler's own
   */
  static SigmaSchedule resolved(SigmaSchedule asked, SigmaSchedule own) {
    if (asked instanceof DiscardingSchedule discarding) {
      return resolved(discarding.schedule(), own).discardingPenultimate();
    }
    return asked instanceof AutomaticSchedule automatic ? automatic.applied(own) : asked;
  }

  private SigmaSchedule applied(SigmaSchedule own) {
    SigmaSchedule powered = rho == 0 ? own : own.withRho(rho);
    return range.equals(SigmaRange.OF_MODEL)
        ? powered
        : powered.withRange(range.min(), range.max());
  }

  @Override
  public String name() {
    return "Automatic";
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    return SigmaSchedule.uniform().sigmas(steps, levels);
  }

  @Override
  public Map<String, Double> settings() {
    return range.settings(rho, 0);
  }

  @Override
  public SigmaSchedule withRho(double rho) {
    return new AutomaticSchedule(rho, range);
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new AutomaticSchedule(rho, new SigmaRange(sigmaMin, sigmaMax));
  }
}
