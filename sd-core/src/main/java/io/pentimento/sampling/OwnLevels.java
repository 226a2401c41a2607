package io.pentimento.sampling;

/** A sampler of timesteps that steps down levels of its own, between those it is given. */
interface OwnLevels {
  /**
   * Levels to step down.
   *
   * @param sigmas the levels, one more than steps
   * @param timesteps where the network is called, one for each step
   */
  record Levels(double[] sigmas, double[] timesteps) {}

  /**
   * Chooses the levels of a run.
   *
   * @param timesteps the timesteps that the run is given, ascending, at least one; without those
   *     above a source
   * @param fromNoise whether the run starts from noise alone
   * @param levels the model's noise levels
   */
  Levels levels(int[] timesteps, boolean fromNoise, NoiseLevels levels);
}
