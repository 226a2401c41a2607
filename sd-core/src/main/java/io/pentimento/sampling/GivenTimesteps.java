package io.pentimento.sampling;

import java.util.List;

/**
 * Training timesteps that a request lists; after the last, the picture is clean. Other numbers of
 * steps lie between them.
 *
 * @param timesteps the timesteps at which the network is called, from large to small
 */
record GivenTimesteps(List<Double> timesteps) implements SigmaSchedule {
  static final String NAME = "Timesteps";

  /** More than any model has. */
  private static final double LARGEST = 100_000;

  GivenTimesteps {
    timesteps = List.copyOf(timesteps);
    if (timesteps.isEmpty()) {
      throw new IllegalArgumentException("timesteps must be at least one, but got none.");
    }
    GivenNumbers.checkDescending("timesteps", timesteps, LARGEST);
  }

  @Override
  public String name() {
    return GivenNumbers.name(NAME, timesteps);
  }

  /** Returns the timesteps of a run, from large to small; none is above the model's last. */
  double[] timesteps(int steps, NoiseLevels levels) {
    double[] all = new double[steps];
    for (int i = 0; i < steps; i++) {
      double own =
          steps == timesteps.size() ? timesteps.get(i) : GivenNumbers.between(timesteps, i, steps);
      all[i] = Math.min(own, levels.size() - 1);
    }
    return all;
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    double[] timesteps = timesteps(steps, levels);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = levels.sigmaAt(timesteps[i]);
    }
    return sigmas;
  }
}
