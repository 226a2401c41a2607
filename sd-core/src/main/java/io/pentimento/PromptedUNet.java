package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.UNet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A U-Net at work in one request. What does not change between steps is computed once: each
 * prompt's keys and values, and each timestep's embedding.
 */
final class PromptedUNet implements PromptedNetwork {
  private final UNet unet;
  private final Scope run;
  private final Map<Double, NDArray> timeEmbeddings = new HashMap<>();

  /**
   * Prepares a network.
   *
   * @param run holds the embeddings of timesteps
   */
  PromptedUNet(UNet unet, Scope run) {
    this.unet = unet;
    this.run = run;
  }

  @Override
  public NetworkUnderPrompts under(Scope scope, NDArray vectors, Optional<NDArray> beside) {
    UNet.PromptKeys keys = unet.project(scope, vectors, beside);
    return (into, sample, timestep, observer) -> {
      NDArray time = timeEmbeddings.computeIfAbsent(timestep, t -> unet.embedTime(run, t));
      return unet.predict(into, sample, time, keys, observer);
    };
  }
}
