package io.pentimento.model;

import ai.djl.ndarray.NDArray;

/**
 * Sees what flows through a network, block by block: for tests against a reference, and to find
 * where a NaN arose.
 */
@FunctionalInterface
public interface Observer {
  /** Sees nothing. */
  Observer NONE = (block, output) -> {};

  /**
   * Sees the output of a block.
   *
   * @param block its name in a diffusers checkpoint, such as {@code down_blocks.1}
   * @param output what it computed, valid only during the call
   */
  void see(String block, NDArray output);
}
