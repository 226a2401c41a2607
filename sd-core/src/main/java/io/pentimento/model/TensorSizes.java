package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.List;

/** Reads the sizes of a network from the shapes of its tensors. */
record TensorSizes(Checkpoint network) {
  /**
   * Returns one size of a tensor.
   *
   * @param dimensions how many sizes it must have
   * @throws ModelFormatException if there is no such tensor, or it has another number of sizes
   */
  int of(String name, int dimensions, int dimension) throws ModelFormatException {
    List<Long> shape = network.info(name).shape();
    if (shape.size() != dimensions) {
      throw new ModelFormatException(
          network.path(),
          network.keyOf(name),
          "must have %d dimensions, but has shape %s.".formatted(dimensions, shape),
          null);
    }
    return (int) Math.min(shape.get(dimension), Integer.MAX_VALUE);
  }

  /** Returns how many modules there are, numbered from 0, at most as many as a network may have. */
  int count(String prefix, String tensor) {
    int count = 0;
    while (count < Bounds.LAYERS && network.names().contains(prefix + count + tensor)) {
      count++;
    }
    return count;
  }
}
