package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * The equation that samplers solve, dx / d sigma = (x - D(x; sigma)) / sigma: Karras et al. 2022,
 * equation 3 with sigma(t) = t and s(t) = 1.
 */
final class ProbabilityFlow {
  private ProbabilityFlow() {}

  /** Returns dx / d sigma, which is also the network's estimate of the noise. */
  static NDArray slope(NDArray x, NDArray denoised, double sigma) {
    return x.sub(denoised).div((float) sigma);
  }

  /** Returns the latent after a straight step. */
  static NDArray along(NDArray x, NDArray slope, double sigma, double nextSigma) {
    return x.add(slope.mul((float) (nextSigma - sigma)));
  }

  /**
   * Returns the exact solution over a step in which the clean latent is thought constant: {@code
   * nextSigma / sigma x + (1 - nextSigma / sigma) D}.
   */
  static NDArray towards(NDArray denoised, NDArray x, double sigma, double nextSigma) {
    double kept = nextSigma / sigma;
    return x.mul((float) kept).add(denoised.mul((float) (1 - kept)));
  }

  /** Returns how much of the clean latent is in a latent of constant variance at a level. */
  static double alpha(double sigma) {
    return 1 / Math.sqrt(1 + sigma * sigma);
  }
}
