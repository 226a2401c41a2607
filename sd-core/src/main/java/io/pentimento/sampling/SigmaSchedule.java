package io.pentimento.sampling;

/** Chooses the noise levels of a run. */
public interface SigmaSchedule {
  /** Returns the name under which pictures record this schedule, such as {@code "Karras"}. */
  String name();

  /**
   * Computes the levels.
   *
   * @param steps how many steps are asked, at least 1
   * @param levels the model's noise levels by training timestep
   * @return {@code steps + 1} values from large to small, usually ending in 0
   */
  double[] sigmas(int steps, NoiseLevels levels);

  /** The sampler's own schedule, see {@link Sampler#ownSchedule()}. */
  static SigmaSchedule automatic() {
    return new AutomaticSchedule();
  }

  /** Evenly spaced timesteps. */
  static SigmaSchedule uniform() {
    return new UniformSchedule();
  }

  /** Karras et al. 2022, equation 5, with rho 7, between the model's smallest and largest sigma. */
  static SigmaSchedule karras() {
    return new KarrasSchedule(KarrasSchedule.USUAL_RHO, 0, 0);
  }

  /**
   * Karras et al. 2022, equation 5.
   *
   * @param rho how much the levels crowd at the small end, 7 in the paper
   * @param sigmaMin the last level above 0, or 0 for the model's smallest
   * @param sigmaMax the first level, or 0 for the model's largest
   */
  static SigmaSchedule karras(double rho, double sigmaMin, double sigmaMax) {
    return new KarrasSchedule(rho, sigmaMin, sigmaMax);
  }

  /**
   * Finds a schedule by the name that pictures record or that command lines use, in any case.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists the known
   *     ones
   */
  static SigmaSchedule named(String name) {
    return ScheduleNames.find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "schedule must be one of %s, but got: %s."
                        .formatted(String.join(", ", ScheduleNames.known()), name)));
  }
}
