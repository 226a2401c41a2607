package io.pentimento.checkpoint;

import java.nio.ByteBuffer;

/**
 * Gathers the elements of a strided tensor, whose bounds were checked when it was made, in
 * row-major order.
 */
final class StridedCopy {
  private final int[] shape;
  private final int[] strideBytes;
  private final int unit;
  private final int first;
  private final ByteBuffer storage;
  private final ByteBuffer target;

  StridedCopy(TorchTensor tensor, ByteBuffer storage, ByteBuffer target) {
    this.unit = tensor.type().bytes();
    this.first = Math.toIntExact(tensor.offset() * unit);
    this.shape = tensor.shape().stream().mapToInt(Math::toIntExact).toArray();
    this.strideBytes = new int[shape.length];
    for (int axis = 0; axis < shape.length; axis++) {
      // The stride of an axis with one element is never taken, and may be anything.
      strideBytes[axis] = shape[axis] == 1 ? 0 : Math.toIntExact(tensor.strides().get(axis) * unit);
    }
    this.storage = storage;
    this.target = target;
  }

  void run() {
    if (shape.length == 0) {
      copyRow(first, 1, 0);
    } else {
      copy(0, first);
    }
  }

  private void copy(int axis, int at) {
    if (axis == shape.length - 1) {
      copyRow(at, shape[axis], strideBytes[axis]);
      return;
    }
    for (int i = 0; i < shape[axis]; i++) {
      copy(axis + 1, at + i * strideBytes[axis]);
    }
  }

  private void copyRow(int start, int count, int step) {
    int at = start;
    for (int i = 0; i < count; i++, at += step) {
      switch (unit) {
        case 1 -> target.put(storage.get(at));
        case 2 -> target.putShort(storage.getShort(at));
        case 4 -> target.putInt(storage.getInt(at));
        default -> target.putLong(storage.getLong(at));
      }
    }
  }
}
