package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * PLMS: Liu et al. 2022, "Pseudo Numerical Methods for Diffusion Models on Manifolds", equations 12
 * and 13: the noise estimates of the last steps are extrapolated by Adams' and Bashforth's weights
 * for even spacing, and a DDIM step is taken with the result. The first step looks ahead once.
 */
record PlmsSampler() implements Sampler {
  /** Weights of the newest estimate first, by how many there are. */
  private static final double[][] WEIGHTS = {
    {1.0},
    {3.0 / 2, -1.0 / 2},
    {23.0 / 12, -16.0 / 12, 5.0 / 12},
    {55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24}
  };

  @Override
  public String name() {
    return "PLMS";
  }

  @Override
  public Family family() {
    return Family.TIMESTEP;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    List<NDArray> history = new ArrayList<>();
    for (Step step : steps) {
      double sigma = step.sigma();
      double next = step.nextSigma();
      // A DDIM step without noise is a straight step of this latent.
      NDArray noisy = x.div((float) ProbabilityFlow.alpha(sigma));
      history.add(0, ProbabilityFlow.slope(noisy, denoiser.denoise(noisy, sigma), sigma));
      NDArray epsilon = extrapolated(history);
      if (history.size() == 1 && next > 0) {
        NDArray ahead = ProbabilityFlow.along(noisy, epsilon, sigma, next);
        NDArray there = ProbabilityFlow.slope(ahead, denoiser.denoise(ahead, next), next);
        epsilon = epsilon.add(there).div(2);
      }
      step.show(ProbabilityFlow.along(noisy, epsilon, sigma, 0));
      NDArray arrived = ProbabilityFlow.along(noisy, epsilon, sigma, next);
      x = step.keep(arrived.mul((float) ProbabilityFlow.alpha(next)));
      if (history.size() == WEIGHTS.length) {
        history.remove(WEIGHTS.length - 1);
      }
      history.forEach(step::carry);
    }
    return x;
  }

  private static NDArray extrapolated(List<NDArray> history) {
    double[] weights = WEIGHTS[history.size() - 1];
    NDArray sum = history.get(0).mul((float) weights[0]);
    for (int i = 1; i < weights.length; i++) {
      sum = sum.add(history.get(i).mul((float) weights[i]));
    }
    return sum;
  }
}
