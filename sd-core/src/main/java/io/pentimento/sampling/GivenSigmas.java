package io.pentimento.sampling;

import java.util.List;

/**
 * Noise levels that a request lists. Other numbers of steps than theirs, as hires fix asks for, lie
 * between them, interpolated in the logarithm.
 *
 * @param sigmas the levels, from large to small, one more than steps
 */
record GivenSigmas(List<Double> sigmas) implements SigmaSchedule {
  static final String NAME = "Sigmas";

  GivenSigmas {
    sigmas = List.copyOf(sigmas);
    if (sigmas.size() < 2) {
      throw new IllegalArgumentException(
          "sigmas must be at least 2, of which the last is usually 0, but got: " + sigmas + ".");
    }
    GivenNumbers.checkDescending("sigmas", sigmas, Double.MAX_VALUE);
  }

  @Override
  public String name() {
    return GivenNumbers.name(NAME, sigmas);
  }

  @Override
  public double[] sigmas(int steps, NoiseLevels levels) {
    int own = sigmas.size() - 1;
    double[] all = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      all[i] =
          (float)
              (steps == own
                  ? sigmas.get(i)
                  : Math.exp(
                      GivenNumbers.between(
                          sigmas.subList(0, own).stream().map(Math::log).toList(), i, steps)));
    }
    all[steps] = sigmas.get(own).floatValue();
    return all;
  }
}
