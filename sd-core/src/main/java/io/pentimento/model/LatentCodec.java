package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.function.Supplier;

/** A network between pixels and latents. Immutable: any number of threads may use one. */
public interface LatentCodec {
  /** Returns how many channels a latent has. */
  int latentChannels();

  /** Returns how many pixels one latent cell is wide and high. */
  int factor();

  /**
   * Encodes pixels.
   *
   * @param pixels {@code [batch, 3, height, width]}, float32 in [-1, 1]; sides are multiples of the
   *     factor
   * @return the latent, followed, where the network finds one, by its log variance: {@code [batch,
   *     latentChannels or 2 × latentChannels, height / factor, width / factor]}, float32
   */
  NDArray moments(Scope parent, NDArray pixels, Observer observer);

  /**
   * Decodes a latent.
   *
   * @param latent {@code [batch, latentChannels, h, w]}, float32
   * @return {@code [batch, 3, h × factor, w × factor]}, float32, about [-1, 1] but not clamped
   */
  NDArray decode(Scope parent, NDArray latent, Observer observer);

  /** Scales the network's own latent to the U-Net's. */
  NDArray toModel(NDArray latent);

  /** Scales the U-Net's latent to the network's own. */
  NDArray fromModel(NDArray latent);

  /**
   * Does work that uses the network several times: where its weights would be read for each use,
   * they are read for the first one and kept to the end.
   */
  default <T> T held(Supplier<T> work) {
    return work.get();
  }
}
