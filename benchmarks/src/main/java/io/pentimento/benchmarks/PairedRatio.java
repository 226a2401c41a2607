package io.pentimento.benchmarks;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * By what factor scores changed, with the interval that holds the true factor in 95 of 100
 * comparisons: Student's t of the logarithms of the pairs' ratios. What slows both of a pair alike
 * cancels out.
 *
 * @param ratio the geometric mean of new over old
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 * @param pairs how many pairs there were
 */
record PairedRatio(double ratio, double low, double high, int pairs) {
  private static final double CONFIDENCE = 0.95;

  /**
   * Compares scores that were measured by turns.
   *
   * @param old positive scores, at least two
   * @param changed as many others, each measured beside the one of the same place
   */
  static PairedRatio of(List<Double> old, List<Double> changed) {
    if (old.size() != changed.size() || old.size() < 2) {
      throw new IllegalArgumentException(
          "There must be as many new scores as old ones, at least 2, but got: %d old, %d new."
              .formatted(old.size(), changed.size()));
    }
    SummaryStatistics logs = new SummaryStatistics();
    for (int i = 0; i < old.size(); i++) {
      if (!(old.get(i) > 0 && changed.get(i) > 0)) {
        throw new IllegalArgumentException(
            "Scores must be above 0, but got: %s and %s.".formatted(old.get(i), changed.get(i)));
      }
      logs.addValue(Math.log(changed.get(i) / old.get(i)));
    }
    int pairs = old.size();
    double student =
        new TDistribution(pairs - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double half = student * logs.getStandardDeviation() / Math.sqrt(pairs);
    return new PairedRatio(
        Math.exp(logs.getMean()),
        Math.exp(logs.getMean() - half),
        Math.exp(logs.getMean() + half),
        pairs);
  }

  /** Tells whether the interval leaves out 1: the two are not the same. */
  boolean isDifference() {
    return low > 1 || high < 1;
  }
}
