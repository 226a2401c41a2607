package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * One step of a singlestep solver: Lu et al. 2022, "DPM-Solver: A Fast ODE Solver for Diffusion
 * Probabilistic Model Sampling in Around 10 Steps", equation 3.7 (order 1) and algorithms 4 and 5
 * (orders 2 and 3), in the time {@code t = -ln sigma}, the paper's lambda where alpha is 1.
 */
final class DpmSolver {
  /** Where order 3 looks: the paper's r1 and r2. */
  static final double THIRD = 1.0 / 3;

  private static final double TWO_THIRDS = 2.0 / 3;

  private final Denoiser denoiser;
  private final NDArray x;
  private final double t;
  private final double h;
  private final NDArray epsilon;
  private double ratio;
  private @Nullable NDArray change;

  /**
   * Begins a step.
   *
   * @param x the latent at time t
   * @param t where the step begins
   * @param end where it ends
   */
  DpmSolver(Denoiser denoiser, NDArray x, double t, double end) {
    this.denoiser = denoiser;
    this.x = x;
    this.t = t;
    this.h = end - t;
    this.epsilon = epsilon(x, t);
  }

  /** Returns the noise level of a time. */
  static double sigma(double t) {
    return Math.exp(-t);
  }

  /** Returns the latent at the end, by a solver of order 1 to 3. */
  NDArray solve(int order) {
    return switch (order) {
      case 1 -> straight(1);
      case 2 -> second(0.5);
      default -> third();
    };
  }

  /** Order 2 with one look on the way, after the share {@code r1} of the step. */
  NDArray second(double r1) {
    double weight = sigma(t + h) / (2 * r1) * Math.expm1(h);
    return straight(1).sub(change(r1).mul((float) weight));
  }

  /** Order 3 with two looks on the way. */
  NDArray third() {
    NDArray change1 = change(THIRD);
    double part = TWO_THIRDS * h;
    double weight2 = sigma(t + part) * (TWO_THIRDS / THIRD) * (Math.expm1(part) / part - 1);
    NDArray u2 = straight(TWO_THIRDS).sub(change1.mul((float) weight2));
    NDArray change2 = epsilon(u2, t + part).sub(epsilon);
    double weight3 = sigma(t + h) / TWO_THIRDS * (Math.expm1(h) / h - 1);
    return straight(1).sub(change2.mul((float) weight3));
  }

  /** Goes a share of the step with the noise of its beginning: order 1. */
  private NDArray straight(double share) {
    return x.sub(epsilon.mul((float) (sigma(t + share * h) * Math.expm1(share * h))));
  }

  /** Returns how much the noise has changed after a share of the step; two solvers may share it. */
  private NDArray change(double share) {
    NDArray known = change;
    if (known != null && ratio == share) {
      return known;
    }
    NDArray computed = epsilon(straight(share), t + share * h).sub(epsilon);
    ratio = share;
    change = computed;
    return computed;
  }

  private NDArray epsilon(NDArray latent, double time) {
    double sigma = sigma(time);
    return ProbabilityFlow.slope(latent, denoiser.denoise(latent, sigma), sigma);
  }
}
