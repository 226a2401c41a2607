package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * DDIM: Song et al. 2020, equations 12 and 16. The paper's alpha is alphaBar here, {@code 1 / (1 +
 * sigma^2)}. Noise is drawn in every step, used or not.
 */
record DdimSampler(double eta) implements Sampler {
  DdimSampler {
    AncestralStep.checkedEta(eta);
  }

  @Override
  public String name() {
    return "DDIM";
  }

  @Override
  public Family family() {
    return Family.TIMESTEP;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      double sigma = step.sigma();
      double alphaBar = alphaBar(sigma);
      double nextAlphaBar = alphaBar(step.nextSigma());
      double newNoise = newNoise(alphaBar, nextAlphaBar);
      double direction = Math.sqrt(Math.max(0, 1 - nextAlphaBar - newNoise * newNoise));

      NDArray noisy = x.div((float) Math.sqrt(alphaBar));
      NDArray denoised = denoiser.denoise(noisy, sigma);
      NDArray epsilon = noisy.sub(denoised).div((float) sigma);
      NDArray noise = step.noise();
      x = denoised.mul((float) Math.sqrt(nextAlphaBar)).add(epsilon.mul((float) direction));
      if (newNoise > 0) {
        x = x.add(noise.mul((float) newNoise));
      }
      x = step.keep(x);
    }
    return x;
  }

  private static double alphaBar(double sigma) {
    return 1 / (1 + sigma * sigma);
  }

  private double newNoise(double alphaBar, double nextAlphaBar) {
    return eta
        * Math.sqrt((1 - nextAlphaBar) / (1 - alphaBar) * Math.max(0, 1 - alphaBar / nextAlphaBar));
  }
}
