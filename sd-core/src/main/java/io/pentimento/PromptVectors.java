package io.pentimento;

import ai.djl.ndarray.NDArray;

/**
 * What the text encoder made of one text. Two of them are equal only if they are the same, so that
 * what is computed from one can be found again.
 */
final class PromptVectors {
  private final NDArray array;

  /**
   * Holds the vectors.
   *
   * @param array {@code [1, tokens, width]}, float32
   */
  PromptVectors(NDArray array) {
    this.array = array;
  }

  NDArray array() {
    return array;
  }

  /** Returns how many vectors there are, a multiple of 77. */
  long tokens() {
    return array.getShape().get(1);
  }
}
