package io.pentimento;

import io.pentimento.sampling.LatentSpace;

/**
 * A request whose picture is made by several others, each from the pictures of those before, such
 * as outpainting side by side. They run one after the other as one run. Of a batch, one picture is
 * made after the other.
 */
public non-sealed interface ChainedRequest extends GenerationRequest {
  /**
   * Plans the work for a model.
   *
   * @throws IllegalArgumentException if a setting does not suit the model, before any work is done
   */
  PictureChain chain(LatentSpace space);
}
