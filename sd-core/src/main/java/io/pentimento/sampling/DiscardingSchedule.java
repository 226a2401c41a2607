package io.pentimento.sampling;

import java.util.Map;
import java.util.Objects;

/**
 * A schedule made for one step more whose last level but one is left out.
 *
 * @param schedule the schedule, which discards nothing itself
 */
record DiscardingSchedule(SigmaSchedule schedule) implements SigmaSchedule {
  DiscardingSchedule {
    Objects.requireNonNull(schedule, "schedule");
  }

  @Override
  public String name() {
    return schedule.name();
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    double[] full = schedule.sigmas(steps + 1, levels);
    double[] sigmas = new double[full.length - 1];
    System.arraycopy(full, 0, sigmas, 0, sigmas.length);
    sigmas[sigmas.length - 1] = full[full.length - 1];
    return sigmas;
  }

  @Override
  public Map<String, Double> settings() {
    return schedule.settings();
  }

  @Override
  public boolean discardsPenultimate() {
    return true;
  }

  @Override
  public SigmaSchedule discardingPenultimate() {
    return this;
  }

  @Override
  public SigmaSchedule withRho(double rho) {
    return new DiscardingSchedule(schedule.withRho(rho));
  }

  @Override
  public SigmaSchedule withRange(double sigmaMin, double sigmaMax) {
    return new DiscardingSchedule(schedule.withRange(sigmaMin, sigmaMax));
  }
}
