package io.pentimento;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What the text encoder made of one text. Two of them are equal only if they are the same, so that
 * what is computed from one can be found again.
 */
final class PromptVectors {
  private final NDArray array;
  private final Optional<NDArray> beside;

  /**
   * Holds the vectors.
   *
   * @param array {@code [1, tokens, width]}, float32
   */
  PromptVectors(NDArray array) {
    this(array, Optional.empty());
  }

  /**
   * Holds the vectors.
   *
   * @param array {@code [1, tokens, width]}, float32
   * @param beside what an SDXL network takes beside them, {@code [1, added width]}, float32
   */
  PromptVectors(NDArray array, Optional<NDArray> beside) {
    this.array = array;
    this.beside = beside;
  }

  Optional<NDArray> beside() {
    return beside;
  }

  NDArray array() {
    return array;
  }

  /** Returns how many vectors there are, a multiple of 77. */
  long tokens() {
    return array.getShape().get(1);
  }
}
