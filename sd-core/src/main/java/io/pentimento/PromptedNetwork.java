package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.Optional;

/** A network that is steered by prompts: the U-Net of one request. */
interface PromptedNetwork {
  /**
   * Prepares what does not change as long as the prompts do not.
   *
   * @param scope holds it
   * @param vectors {@code [rows, tokens, width]}, float32
   * @param beside what an SDXL network takes beside them, {@code [rows, added width]}, float32
   */
  NetworkUnderPrompts under(Scope scope, NDArray vectors, Optional<NDArray> beside);

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
