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

  /** Runs the network and returns what it predicts with and without guidance. */
  default Output run(NDArray input, double timestep) {
    NDArray prediction = predict(input, timestep);
    return new Output(prediction, prediction);
  }

  /**
   * What the network predicts for one latent.
   *
   * @param guided with guidance
   * @param unguided of the negative prompt alone
   */
  record Output(NDArray guided, NDArray unguided) {}
}
