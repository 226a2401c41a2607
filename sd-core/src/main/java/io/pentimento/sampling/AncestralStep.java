package io.pentimento.sampling;

/**
 * A step taken further down than its level, then back up by new noise.
 *
 * @param sigmaDown the level the deterministic part goes to
 * @param sigmaUp the standard deviation of the noise added after it
 */
record AncestralStep(double sigmaDown, double sigmaUp) {
  /** Splits the step between two levels so that variances add up to that of {@code nextSigma}. */
  static AncestralStep between(double sigma, double nextSigma, double eta) {
    if (eta == 0) {
      return new AncestralStep(nextSigma, 0);
    }
    double variance = nextSigma * nextSigma;
    double full = Math.sqrt(variance * (sigma * sigma - variance) / (sigma * sigma));
    double sigmaUp = Math.min(nextSigma, eta * full);
    return new AncestralStep(Math.sqrt(variance - sigmaUp * sigmaUp), sigmaUp);
  }

  /** Checks the share of new noise that a sampler is given. */
  static double checkedEta(double eta) {
    if (!(eta >= 0 && eta <= 10)) {
      throw new IllegalArgumentException("eta must be in [0, 10], but got: " + eta + ".");
    }
    return eta;
  }

  /** Checks the standard deviation of added noise that a sampler is given. */
  static double checkedNoiseScale(double noiseScale) {
    if (!(noiseScale >= 0 && noiseScale <= 10)) {
      throw new IllegalArgumentException(
          "noiseScale must be in [0, 10], but got: " + noiseScale + ".");
    }
    return noiseScale;
  }
}
