package io.pentimento.sampling;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ends between which a schedule puts its levels.
 *
 * @param min the last level above 0, or 0 for the model's smallest
 * @param max the first level, or 0 for the model's largest
 */
record SigmaRange(double min, double max) {
  /** The ends of the model's own table. */
  static final SigmaRange OF_MODEL = new SigmaRange(0, 0);

  SigmaRange {
    if (!(min >= 0 && max >= 0) || (min > 0 && max > 0 && min >= max)) {
      throw new IllegalArgumentException(
          "sigmaMin must be below sigmaMax, and neither below 0, but got: %s and %s."
              .formatted(min, max));
    }
  }

  /** Returns the last level above 0. */
  double min(NoiseLevels levels) {
    return min == 0 ? levels.smallest() : min;
  }

  /** Returns the first level. */
  double max(NoiseLevels levels) {
    return max == 0 ? levels.largest() : max;
  }

  /** Returns the ends that are not the model's, by the names that pictures record. */
  Map<String, Double> settings() {
    Map<String, Double> settings = new LinkedHashMap<>();
    if (min > 0) {
      settings.put("Schedule min sigma", min);
    }
    if (max > 0) {
      settings.put("Schedule max sigma", max);
    }
    return settings;
  }

  /** Returns these settings and the schedule's power, unless that is the usual one. */
  Map<String, Double> settings(double rho, double usual) {
    Map<String, Double> settings = settings();
    if (rho != usual) {
      settings.put("Schedule rho", rho);
    }
    return settings;
  }

  /** Refuses a power that makes no schedule. */
  static double checkedRho(double rho) {
    if (!(rho > 0 && rho <= 1000)) {
      throw new IllegalArgumentException("rho must be in (0, 1000], but got: " + rho + ".");
    }
    return rho;
  }
}
