package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/** How one tensor changes at weight 1. */
interface Change {
  /**
   * Computes the change.
   *
   * @param original the tensor as it was loaded, float32 in the layer's shape, in the factors'
   *     manager
   * @param factors reads the file; its manager owns temporaries and the result
   * @return of the same shape
   */
  NDArray of(NDArray original, Factors factors) throws IOException;
}
