package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * A step of the diffusion SDE in the time {@code -ln sigma}: Lu et al. 2022, "DPM-Solver++",
 * equation 18, with eta scaling the noise.
 *
 * @param step the step, which does not end at 0
 * @param eta 0 for the probability flow, 1 for the paper's SDE
 * @param h how long the step is in that time
 */
record SdeStep(Step step, double eta, double h) {
  static SdeStep of(Step step, double eta) {
    return new SdeStep(step, eta, Math.log(step.sigma() / step.nextSigma()));
  }

  /** Returns how far the clean latent comes nearer, as a time: noise makes steps longer. */
  double length() {
    return h * (1 + eta);
  }

  /** Returns the solution without new noise, the clean latent thought constant. */
  NDArray towards(NDArray denoised, NDArray x) {
    double length = length();
    return x.mul((float) Math.exp(-length)).sub(denoised.mul((float) Math.expm1(-length)));
  }

  /** Adds the noise of this stretch of levels; none is drawn without eta. */
  NDArray renoised(NDArray x, double noiseScale) {
    if (eta == 0) {
      return x;
    }
    double deviation = step.nextSigma() * Math.sqrt(-Math.expm1(-2 * h * eta));
    NDArray noise = step.noise(step.sigma(), step.nextSigma());
    return x.add(noise.mul((float) (noiseScale * deviation)));
  }
}
