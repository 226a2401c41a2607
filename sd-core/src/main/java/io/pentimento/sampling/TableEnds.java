package io.pentimento.sampling;

import java.util.List;
import java.util.Map;

/**
 * A schedule that begins and ends with the model's largest and smallest level, for samplers that
 * choose all levels between themselves.
 *
 * @param asked the schedule that tells the other levels, which count where a run starts from a
 *     source
 */
record TableEnds(SigmaSchedule asked) implements SigmaSchedule {
  /**
   * The ends of a run in the time {@code -ln sigma}.
   *
   * @param first the time of the first level
   * @param last the time of the last level above 0
   */
  record Times(double first, double last) {}

  static TableEnds of(SigmaSchedule asked) {
    return new TableEnds(asked);
  }

  /** Returns the ends of a run's levels. */
  static Times times(Steps steps) {
    List<Double> sigmas = steps.sigmas();
    int last = sigmas.size() - 1;
    double smallest = sigmas.get(last) > 0 ? sigmas.get(last) : sigmas.get(last - 1);
    return new Times(-Math.log(sigmas.get(0)), -Math.log(smallest));
  }

  @Override
  public String name() {
    return asked.name();
  }

  @Override
  public Map<String, Double> settings() {
    return asked.settings();
  }

  @Override
  public boolean discardsPenultimate() {
    return asked.discardsPenultimate();
  }

  /** Of a single step, whose levels are one and 0, the ends alone are left. */
  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    double[] sigmas = asked.sigmas(steps, levels);
    int last = sigmas.length - 1;
    int smallest = sigmas[last] > 0 || last == 1 ? last : last - 1;
    sigmas[0] = levels.largest();
    sigmas[smallest] = levels.smallest();
    return sigmas;
  }
}
