package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Karras et al. 2022, algorithm 2 without the second-order correction. */
record EulerSampler(Churn churn) implements TunedSampler {
  @Override
  public String name() {
    return "Euler";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return churn.tuning(EulerSampler::new);
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      Churn.Raised raised = churn.raise(x, step, steps.count());
      double sigma = raised.sigmaHat();
      NDArray d = ProbabilityFlow.slope(raised.x(), denoiser.denoise(raised.x(), sigma), sigma);
      x = step.keep(ProbabilityFlow.along(raised.x(), d, sigma, step.nextSigma()));
    }
    return x;
  }
}
