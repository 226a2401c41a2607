package io.pentimento;

import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NoiseLevels;
import io.pentimento.sampling.Refiner;
import io.pentimento.sampling.Sampler;

/**
 * The point at which a run's second model takes over.
 *
 * @param refiner the settings
 * @param conventions whose rule is followed
 * @param levels the first model's noise levels
 * @param family what the sampler counts in
 * @param plannedCalls how often the network will be called, as far as is known
 */
record SwitchPoint(
    Refiner refiner,
    Conventions conventions,
    NoiseLevels levels,
    Sampler.Family family,
    int plannedCalls) {
  /**
   * Tells whether a call is the second model's. In the WebUI the way is {@code (999 - timestep) /
   * 1000}, with the timestep of the trained level that is nearest; in diffusers the second model
   * has the timesteps below a whole one.
   *
   * @param calls how many calls there were before
   * @param sigma the call's noise level
   * @param timestep its timestep
   */
  boolean isReached(int calls, double sigma, double timestep) {
    double share = refiner.switchAt();
    if (refiner.bySteps()) {
      return calls / (double) plannedCalls >= share;
    }
    int size = levels.size();
    return switch (conventions) {
      case DIFFUSERS -> timestep < Math.rint(size - share * size);
      case WEBUI -> (size - 1 - wholeTimestep(sigma, timestep)) / (double) size >= share;
    };
  }

  private int wholeTimestep(double sigma, double timestep) {
    return switch (family) {
      case SIGMA -> levels.nearestEntry(sigma);
      case TIMESTEP -> (int) timestep;
    };
  }
}
