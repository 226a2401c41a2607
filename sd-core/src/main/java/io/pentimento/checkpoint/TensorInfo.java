package io.pentimento.checkpoint;

import java.util.List;

/**
 * What a file says of one tensor.
 *
 * @param name the key in the file
 * @param type the stored element type
 * @param shape the sizes, outermost first; empty for a scalar
 */
public record TensorInfo(String name, TensorType type, List<Long> shape) {
  /** Copies the shape, so that the record is a value. */
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** Returns the number of elements. */
  public long elements() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }
}
