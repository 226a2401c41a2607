package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.AttentionMap;
import io.pentimento.model.Observer;

/** A network under certain prompts, each of which it shows the same images. */
@FunctionalInterface
interface NetworkUnderPrompts {
  /**
   * Predicts.
   *
   * @param scope holds the result
   * @param sample the scaled latent and any extra channels, {@code [images, channels, h, w]}
   * @param timestep the training timestep, fractional between two of them
   * @return all images under the first prompt, then all under the second, {@code [prompts × images,
   *     channels, h, w]}
   */
  NDArray predict(Scope scope, NDArray sample, double timestep, Observer observer);

  /**
   * Predicts with self-attention disturbed, for guidance away from that; a network without
   * self-attention has none to disturb.
   */
  default NDArray predictPerturbed(
      Scope scope, NDArray sample, double timestep, Observer observer) {
    return predict(scope, sample, timestep, observer);
  }

  /**
   * Predicts, and notes where the middle block looks; a network without self-attention notes
   * nothing.
   */
  default NDArray predictWatched(
      Scope scope, NDArray sample, double timestep, Observer observer, AttentionMap map) {
    return predict(scope, sample, timestep, observer);
  }
}
