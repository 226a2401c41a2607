package io.pentimento;

import io.pentimento.sampling.Sampling;
import java.util.Map;

/**
 * What to make: an immutable value. A new kind of task is a new type of request, in a module of its
 * own: a {@link LatentRequest} where one latent is sampled, a {@link ChainedRequest} where pictures
 * are made from pictures.
 */
public sealed interface GenerationRequest permits LatentRequest, ChainedRequest {
  /**
   * Returns what the picture should show, with attention weights such as {@code (closed eyes:1.2)}.
   */
  String prompt();

  /** Returns what the picture should not show; empty for nothing. */
  String negativePrompt();

  /** Returns the settings that all kinds of request share. */
  Sampling sampling();

  /**
   * Returns the settings beyond {@link #sampling()} under the names that pictures record them by,
   * in order.
   */
  default Map<String, String> settings() {
    return Map.of();
  }
}
