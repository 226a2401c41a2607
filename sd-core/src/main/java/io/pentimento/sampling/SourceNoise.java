package io.pentimento.sampling;

/**
 * How noise is put on what a run starts from.
 *
 * @param multiplier what the noise on a source picture is multiplied by, 0 to 10; 1 is usual
 *     ("Noise multiplier")
 * @param extra how much of the same noise is added once more to a noised source, 0 to 10; 0 is
 *     usual ("Extra noise")
 * @param exactSteps whether as many steps run as are asked, spread over what denoising strength
 *     leaves, instead of a share of them
 * @param fullVariance whether noise alone is scaled as the training's last level says, {@code
 *     sqrt(1 + sigma^2)}, instead of by sigma ("SGM noise multiplier")
 */
public record SourceNoise(
    double multiplier, double extra, boolean exactSteps, boolean fullVariance) {
  /** Checks every setting. */
  public SourceNoise {
    if (!(multiplier >= 0 && multiplier <= 10)) {
      throw new IllegalArgumentException(
          "noise multiplier must be in [0, 10], but got: " + multiplier + ".");
    }
    if (!(extra >= 0 && extra <= 10)) {
      throw new IllegalArgumentException("extra noise must be in [0, 10], but got: " + extra + ".");
    }
  }

  /** The WebUI's defaults. */
  public static SourceNoise defaults() {
    return new SourceNoise(1, 0, false, false);
  }

  /** Returns these settings with another multiplier. */
  public SourceNoise withMultiplier(double multiplier) {
    return new SourceNoise(multiplier, extra, exactSteps, fullVariance);
  }

  /** Returns these settings with another amount of extra noise. */
  public SourceNoise withExtra(double extra) {
    return new SourceNoise(multiplier, extra, exactSteps, fullVariance);
  }

  /** Returns these settings with or without exactly the asked steps. */
  public SourceNoise withExactSteps(boolean exactSteps) {
    return new SourceNoise(multiplier, extra, exactSteps, fullVariance);
  }

  /** Returns these settings with or without the full variance of noise alone. */
  public SourceNoise withFullVariance(boolean fullVariance) {
    return new SourceNoise(multiplier, extra, exactSteps, fullVariance);
  }
}
