package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * DPM-Solver++(2M): Lu et al. 2022, "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion
 * Probabilistic Models", algorithm 2, in the time {@code -ln sigma}; h is the step in that time and
 * r the last step's ratio to it.
 */
record Dpmpp2mSampler() implements Sampler, DiffusersTwin {
  @Override
  public String name() {
    return "DPM++ 2M";
  }

  @Override
  public SigmaSchedule ownSchedule() {
    return SigmaSchedule.karras();
  }

  @Override
  public DiffusersGrid grid() {
    return DiffusersGrid.DPM_SOLVER;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    NDArray lastDenoised = null;
    double lastH = 0;
    for (Step step : steps) {
      NDArray denoised = denoiser.denoise(x, step.sigma());
      if (step.nextSigma() == 0) {
        x = step.keep(denoised);
        continue;
      }
      double h = Math.log(step.sigma() / step.nextSigma());
      NDArray estimate = denoised;
      if (lastDenoised != null) {
        double slope = h / (2 * lastH);
        estimate = denoised.mul((float) (1 + slope)).sub(lastDenoised.mul((float) slope));
      }
      NDArray shrunk = x.mul((float) (step.nextSigma() / step.sigma()));
      x = step.keep(shrunk.sub(estimate.mul((float) Math.expm1(-h))));
      lastDenoised = step.carry(denoised);
      lastH = h;
    }
    return x;
  }
}
