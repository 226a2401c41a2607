package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.Observer;

/** A network that is steered by prompts: the U-Net of one request. */
interface PromptedNetwork {
  /** The network under certain prompts, one for each row of a batch. */
  @FunctionalInterface
  interface Prompted {
    /**
     * Predicts.
     *
     * @param scope holds the result
     * @param sample the scaled latent and any extra channels, {@code [rows, channels, h, w]}
     * @param timestep the training timestep, fractional between two of them
     */
    NDArray predict(Scope scope, NDArray sample, double timestep, Observer observer);
  }

  /**
   * Prepares what does not change as long as the prompts do not.
   *
   * @param scope holds it
   * @param vectors {@code [rows, tokens, width]}, float32
   */
  Prompted under(Scope scope, NDArray vectors);
}
