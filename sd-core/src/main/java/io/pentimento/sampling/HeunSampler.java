package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Karras et al. 2022, algorithm 2: Heun's method, and Euler's into sigma 0. */
record HeunSampler(Churn churn) implements TunedSampler {
  @Override
  public String name() {
    return "Heun";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return churn.tuning(HeunSampler::new);
  }

  @Override
  public int callsPerStep() {
    return 2;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      Churn.Raised raised = churn.raise(x, step, steps.count());
      x = step.keep(next(denoiser, raised.x(), raised.sigmaHat(), step.nextSigma()));
    }
    return x;
  }

  /** Takes one step of the method. */
  static NDArray next(Denoiser denoiser, NDArray x, double sigma, double nextSigma) {
    NDArray d = ProbabilityFlow.slope(x, denoiser.denoise(x, sigma), sigma);
    NDArray arrived = ProbabilityFlow.along(x, d, sigma, nextSigma);
    if (nextSigma == 0) {
      return arrived;
    }
    NDArray d2 = ProbabilityFlow.slope(arrived, denoiser.denoise(arrived, nextSigma), nextSigma);
    return ProbabilityFlow.along(x, d.add(d2).div(2), sigma, nextSigma);
  }
}
