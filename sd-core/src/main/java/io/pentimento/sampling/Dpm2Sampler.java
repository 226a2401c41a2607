package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * DPM-Solver-2: Lu et al. 2022, "DPM-Solver: A Fast ODE Solver for Diffusion Probabilistic Model
 * Sampling in Around 10 Steps", algorithm 1 with r 1/2, in the form that Karras et al. 2022 give
 * it: the midpoint method, with the middle taken in ln sigma. The noise is theirs too, algorithm 2.
 */
record Dpm2Sampler(Churn churn) implements TunedSampler {
  @Override
  public String name() {
    return "DPM2";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return churn.tuning(Dpm2Sampler::new);
  }

  @Override
  public SigmaSchedule ownSchedule() {
    return SigmaSchedule.karras();
  }

  @Override
  public int callsPerStep() {
    return 2;
  }

  @Override
  public boolean discardsPenultimate() {
    return true;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      Churn.Raised raised = churn.raise(x, step, steps.count());
      x = step.keep(next(denoiser, raised.x(), raised.sigmaHat(), step.nextSigma()));
    }
    return x;
  }

  /** Takes one step of the method, and Euler's into sigma 0. */
  static NDArray next(Denoiser denoiser, NDArray x, double sigma, double nextSigma) {
    NDArray d = ProbabilityFlow.slope(x, denoiser.denoise(x, sigma), sigma);
    if (nextSigma == 0) {
      return ProbabilityFlow.along(x, d, sigma, 0);
    }
    double middle = Math.sqrt(sigma * nextSigma);
    NDArray x2 = ProbabilityFlow.along(x, d, sigma, middle);
    NDArray d2 = ProbabilityFlow.slope(x2, denoiser.denoise(x2, middle), middle);
    return ProbabilityFlow.along(x, d2, sigma, nextSigma);
  }
}
