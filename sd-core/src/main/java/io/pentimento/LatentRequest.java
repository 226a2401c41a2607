package io.pentimento;

import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;

/** A request for which a latent is sampled and decoded; a batch is sampled at once. */
public non-sealed interface LatentRequest extends GenerationRequest {
  /**
   * Plans the work for a model.
   *
   * @throws IllegalArgumentException if a setting does not suit the model, before any work is done
   */
  LatentPlan plan(LatentSpace space);
}
