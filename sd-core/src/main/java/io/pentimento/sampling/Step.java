package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * One step from a noise level to the next, with the native memory scope that holds what the step
 * computes.
 */
public interface Step {
  /** Returns the index of this step, from 0. */
  int index();

  /** Returns the noise level at which the step begins. */
  double sigma();

  /** Returns the noise level at which the step ends; 0 for the last step of most schedules. */
  double nextSigma();

  /** Draws unit noise of the latent's shape, for each image from its own generator. */
  NDArray noise();

  /**
   * Draws unit noise of the latent's shape that belongs to a stretch of noise levels: the increment
   * of one Brownian path for each image, so that more steps, or another batch, follow the same
   * path.
   *
   * @param fromSigma the level at one end
   * @param toSigma the level at the other end, usually the smaller
   */
  NDArray noise(double fromSigma, double toSigma);

  /**
   * Shows an estimate of the clean latent as this step's preview, instead of the first one that the
   * denoiser made in it.
   */
  void show(NDArray denoised);

  /**
   * Carries an array into the next step: everything else that a step computed is freed when it
   * ends. What is needed longer is carried again in every step.
   *
   * @return the array itself
   */
  NDArray carry(NDArray array);

  /**
   * Hands over the latent with which the next step begins, and carries it.
   *
   * @param x the latent at {@link #nextSigma()}
   * @return the latent to go on with, which the task may have blended with its own
   */
  NDArray keep(NDArray x);
}
