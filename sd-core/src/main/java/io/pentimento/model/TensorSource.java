package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;

/** Gives a network its tensors by name: from a file, or made up for tests and benchmarks. */
public interface TensorSource {
  /** Tells whether there is a tensor of that name, or any below it. */
  boolean has(String name);

  /**
   * Returns a tensor in the compute type, in the model's scope.
   *
   * @param shape the shape the network needs
   */
  NDArray tensor(String name, long... shape);

  /**
   * Ends the reading.
   *
   * @throws ModelFormatException if tensors were missing, of the wrong shape, or left over, listing
   *     all of them
   */
  void finish() throws ModelFormatException;
}
