package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/** A network that is steered by prompts: the U-Net of one request. */
interface PromptedNetwork {
  /**
   * Prepares what does not change as long as the prompts do not.
   *
   * @param scope holds it
   * @param vectors {@code [rows, tokens, width]}, float32
   */
  NetworkUnderPrompts under(Scope scope, NDArray vectors);

  /**
   * Tells whether the network takes the guidance's scale as an input, so that it needs no negative
   * prompt; most do not.
   */
  default boolean takesGuidance() {
    return false;
  }

  /**
   * Hears which step begins, from 0.
   *
   * @return whether the network is another one from now on, so that what was prepared is void; most
   *     are the same in all steps
   */
  default boolean enterStep(int step) {
    return false;
  }
}
