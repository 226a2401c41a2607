package io.pentimento.checkpoint;

import java.util.List;

/**
 * A tensor in the content of a {@link TorchFile}: a strided view of a storage, whose values {@link
 * TorchFile#bytes(TorchTensor)} reads.
 *
 * @param type the element type
 * @param shape the sizes, outermost first; empty for a scalar
 * @param strides the distance in elements between neighbours along each axis
 * @param offset the index of the first element in the storage
 * @param storage the key of the storage; tensors with the same key share their elements
 * @param storageElements the number of elements of the storage
 */
public record TorchTensor(
    TensorType type,
    List<Long> shape,
    List<Long> strides,
    long offset,
    String storage,
    long storageElements) {
  /** Copies the lists, so that the record is a value. */
  public TorchTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /** Returns the number of elements. */
  public long elements() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /** Tells whether the elements lie one behind the other in row-major order. */
  boolean isContiguous() {
    long expected = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      if (shape.get(axis) == 0) {
        return true;
      }
      if (shape.get(axis) != 1) {
        if (strides.get(axis) != expected) {
          return false;
        }
        expected *= shape.get(axis);
      }
    }
    return true;
  }
}
