package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * One step of DDIM: Song et al. 2020, equations 12 and 16. The paper's alpha is alphaBar here,
 * {@code 1 / (1 + sigma^2)}.
 *
 * @param step the step
 * @param signal the factor of the clean latent, the root of the next alphaBar
 * @param direction the factor of the estimated noise, "the direction pointing to x"
 * @param newNoise the paper's sigma, the factor of new noise
 */
record DdimStep(Step step, double signal, double direction, double newNoise) {
  static DdimStep of(Step step, double eta) {
    double alphaBar = alphaBar(step.sigma());
    double nextAlphaBar = alphaBar(step.nextSigma());
    double newNoise =
        eta
            * Math.sqrt(
                (1 - nextAlphaBar) / (1 - alphaBar) * Math.max(0, 1 - alphaBar / nextAlphaBar));
    double direction = Math.sqrt(Math.max(0, 1 - nextAlphaBar - newNoise * newNoise));
    return new DdimStep(step, Math.sqrt(nextAlphaBar), direction, newNoise);
  }

  private static double alphaBar(double sigma) {
    return 1 / (1 + sigma * sigma);
  }

  /** Mixes the next latent. Noise is drawn in every step, used or not. */
  NDArray mix(NDArray denoised, NDArray epsilon) {
    NDArray noise = step.noise();
    NDArray x = denoised.mul((float) signal).add(epsilon.mul((float) direction));
    return newNoise > 0 ? x.add(noise.mul((float) newNoise)) : x;
  }
}
