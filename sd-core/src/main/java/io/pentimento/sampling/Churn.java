package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Function;

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

  /** Returns these as settings of the sampler that adds the noise. */
  List<SamplerSetting> tuning(Function<Churn, Sampler> with) {
    double largest = sigmaMax == Double.POSITIVE_INFINITY ? 0 : sigmaMax;
    return List.of(
        SamplerSetting.number(
            "Sigma churn",
            amount,
            0,
            value -> with.apply(new Churn(value, sigmaMin, sigmaMax, noiseScale))),
        SamplerSetting.number(
            "Sigma tmin",
            sigmaMin,
            0,
            value -> with.apply(new Churn(amount, value, sigmaMax, noiseScale))),
        // Pictures tell no limit as 0.
        SamplerSetting.number(
            "Sigma tmax",
            largest,
            0,
            value ->
                with.apply(
                    new Churn(
                        amount,
                        sigmaMin,
                        value == 0 ? Double.POSITIVE_INFINITY : value,
                        noiseScale))),
        SamplerSetting.noiseScale(
            noiseScale, value -> with.apply(new Churn(amount, sigmaMin, sigmaMax, value))));
  }

  /**
   * A latent that was raised to a higher level before its step.
   *
   * @param x the latent at {@code sigmaHat}
   * @param sigmaHat the paper's t-hat
   */
  record Raised(NDArray x, double sigmaHat) {}

  /** Raises the latent of a step. Noise is drawn in every step, used or not. */
  Raised raise(NDArray x, Step step, int steps) {
    double sigma = step.sigma();
    double gamma = gamma(sigma, steps);
    NDArray noise = step.noise();
    if (gamma == 0) {
      return new Raised(x, sigma);
    }
    double sigmaHat = sigma * (1 + gamma);
    double added = noiseScale * Math.sqrt(sigmaHat * sigmaHat - sigma * sigma);
    return new Raised(x.add(noise.mul((float) added)), sigmaHat);
  }

  /** Returns gamma, by which a step raises its level before it goes down. */
  private double gamma(double sigma, int steps) {
    if (sigma < sigmaMin || sigma > sigmaMax) {
      return 0;
    }
    return Math.min(amount / steps, Math.sqrt(2) - 1);
  }
}
