package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.RegionShares;
import java.util.List;
import java.util.Optional;

/** A network that is steered by prompts: the U-Net of one request. */
interface PromptedNetwork extends AutoCloseable {
  /**
   * Prepares what does not change as long as the prompts do not.
   *
   * @param scope holds it
   * @param vectors {@code [rows, tokens, width]}, float32
   * @param beside what an SDXL network takes beside them, {@code [rows, added width]}, float32
   * @param prompted how many of the rows, the first, are of the prompt; the others of the negative
   */
  NetworkUnderPrompts under(Scope scope, NDArray vectors, Optional<NDArray> beside, long prompted);

  /**
   * Prepares prompts as {@link #under} does, with texts that count in parts of the picture; a
   * network that sees no places has no use for them.
   *
   * @param regions each text for the prompt's rows, {@code [prompted, tokens, width]}, float32
   * @param shares how much each counts where
   */
  default NetworkUnderPrompts underRegions(
      Scope scope,
      NDArray vectors,
      Optional<NDArray> beside,
      List<NDArray> regions,
      RegionShares shares) {
    return under(scope, vectors, beside, regions.get(0).getShape().get(0));
  }

  /**
   * Tells whether the network takes the guidance's scale as an input, so that it needs no negative
   * prompt; most do not.
   */
  default boolean takesGuidance() {
    return false;
  }

  /**
   * Hears which step begins.
   *
   * @param step its index, from 0
   * @param steps how many the pass has
   * @return whether the network is another one from now on, so that what was prepared is void; most
   *     are the same in all steps
   */
  default boolean enterStep(int step, int steps) {
    return false;
  }

  /** Hears that it is not needed any more: what it holds alone may go, until it is asked again. */
  @Override
  default void close() {}
}
