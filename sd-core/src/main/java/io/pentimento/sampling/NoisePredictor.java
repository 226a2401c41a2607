package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/** The trained network as it is: what it predicts is told by its {@link Prediction}. */
@FunctionalInterface
public interface NoisePredictor {
  /**
   * Runs the network.
   *
   * @param input the latent scaled to unit variance, {@code [batch, channels, height / f, width /
   *     f]}
   * @param timestep the training timestep, fractional between two of them
   * @return the prediction, of the input's shape
   */
  NDArray predict(NDArray input, double timestep);
}
