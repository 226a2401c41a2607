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
    throw new UnsupportedOperationException();
  }

  /** Evenly spaced timesteps. */
  static SigmaSchedule uniform() {
    throw new UnsupportedOperationException();
  }

  /** Karras et al. 2022, equation 5, with rho 7. */
  static SigmaSchedule karras() {
    throw new UnsupportedOperationException();
  }
}
