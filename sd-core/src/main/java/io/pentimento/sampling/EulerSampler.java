package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * Karras et al. 2022, algorithm 2 without the second-order correction. Noise is drawn in every
 * step, used or not.
 */
record EulerSampler(Churn churn) implements Sampler {
  @Override
  public String name() {
    return "Euler";
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      double sigma = step.sigma();
      double gamma = churn.gamma(sigma, steps.count());
      double sigmaHat = sigma * (1 + gamma);
      NDArray noise = step.noise();
      if (gamma > 0) {
        double added = churn.noiseScale() * Math.sqrt(sigmaHat * sigmaHat - sigma * sigma);
        x = x.add(noise.mul((float) added));
      }
      NDArray d = x.sub(denoiser.denoise(x, sigmaHat)).div((float) sigmaHat);
      x = step.keep(x.add(d.mul((float) (step.nextSigma() - sigmaHat))));
    }
    return x;
  }
}
