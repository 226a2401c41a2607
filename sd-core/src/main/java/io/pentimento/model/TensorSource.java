package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.List;
import java.util.Optional;

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
   * Returns the weight of a convolution, as {@link #tensor} does, in the memory order that suits
   * it.
   *
   * @param many whether it is worth memory to be fast: it is used at every cell of large pictures
   * @param shape {@code [out, in, kernel, kernel]}
   */
  default NDArray convolution(String name, boolean many, long... shape) {
    return tensor(name, shape);
  }

  /**
   * Returns the weight of a linear layer, as {@link #tensor} does, in the memory order that suits
   * it.
   *
   * @param shape {@code [out, in]}
   */
  default NDArray linear(String name, long... shape) {
    return tensor(name, shape);
  }

  /** Returns a bias that a network of this kind does not have, if it was given one. */
  default Optional<NDArray> addedBias(String name) {
    return Optional.empty();
  }

  /** Returns what is added to the weight of a layer, if anything is. */
  default Optional<LowRank> product(String weight) {
    return Optional.empty();
  }

  /** Returns the hypernetworks in front of attention to a context of some width. */
  default List<ContextChange> contextChanges(int width) {
    return List.of();
  }

  /**
   * Ends the reading.
   *
   * @throws ModelFormatException if tensors were missing, of the wrong shape, or left over, listing
   *     all of them
   */
  void finish() throws ModelFormatException;
}
