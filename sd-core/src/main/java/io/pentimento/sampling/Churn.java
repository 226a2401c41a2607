package io.pentimento.sampling;

/**
 * Noise added before a step of Euler's method: Karras et al. 2022, algorithm 2, with its names
 * S_churn, S_tmin, S_tmax and S_noise.
 *
 * @param amount S_churn, how much noise all steps together add, 0 or more
 * @param sigmaMin S_tmin, the smallest level at which noise is added
 * @param sigmaMax S_tmax, the largest level at which noise is added
 * @param noiseScale S_noise, the standard deviation of the added noise, usually 1
 */
public record Churn(double amount, double sigmaMin, double sigmaMax, double noiseScale) {
  /** Checks the values. */
  public Churn {
    if (!(amount >= 0)) {
      throw new IllegalArgumentException("amount must be 0 or more, but got: " + amount + ".");
    }
    if (!(sigmaMin >= 0 && sigmaMin <= sigmaMax)) {
      throw new IllegalArgumentException(
          "sigmaMin must be in [0, sigmaMax], but got: %s with sigmaMax %s."
              .formatted(sigmaMin, sigmaMax));
    }
    if (!(noiseScale >= 0)) {
      throw new IllegalArgumentException(
          "noiseScale must be 0 or more, but got: " + noiseScale + ".");
    }
  }

  /** No added noise. */
  public static Churn none() {
    return new Churn(0, 0, Double.POSITIVE_INFINITY, 1);
  }

  /** Returns gamma, by which a step raises its level before it goes down. */
  double gamma(double sigma, int steps) {
    if (sigma < sigmaMin || sigma > sigmaMax) {
      return 0;
    }
    return Math.min(amount / steps, Math.sqrt(2) - 1);
  }
}
