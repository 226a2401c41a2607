package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Brings tensors of a file into native memory as float32, through one buffer that all share. The
 * engine never reads the mapped file itself: were that cut short meanwhile, Java would throw where
 * native code ends the JVM.
 */
final class Factors {
  private final NDManager manager;
  private final Staging staging;

  /** Reads into a manager, which owns all results. */
  Factors(NDManager manager) {
    this(manager, new Staging());
  }

  private Factors(NDManager manager, Staging staging) {
    this.manager = manager;
    this.staging = staging;
  }

  /** Returns a reader into another manager, with the same buffer. */
  Factors in(NDManager other) {
    return new Factors(other, staging);
  }

  NDManager manager() {
    return manager;
  }

  /** Returns a tensor in another shape of as many elements. */
  NDArray read(LoraModule module, LoraLeaf leaf, long... shape) throws IOException {
    TensorInfo info = module.info(leaf);
    if (Shapes.product(shape, 0) != info.elements()) {
      throw new IllegalStateException(info + " was not checked, it does not fill the shape.");
    }
    Checkpoint checkpoint = module.checkpoint();
    ByteBuffer bytes = checkpoint.bytes(info.name());
    if (info.type() == TensorType.F16) {
      return copy(staging.of(bytes.remaining()).put(bytes), DataType.FLOAT16, shape);
    }
    ByteBuffer wide = staging.of(Math.multiplyExact(info.elements(), (long) Float.BYTES));
    TensorValues.widen(bytes, info.type(), wide.asFloatBuffer());
    return copy(wide.position(wide.limit()), DataType.FLOAT32, shape);
  }

  /** Copies a filled buffer. The engine would read it in place. */
  private NDArray copy(ByteBuffer elements, DataType type, long... shape) {
    ByteBuffer filled = elements.flip();
    try (NDArray view = manager.create(filled, new Shape(shape), type)) {
      // Conversion to the same type copies nothing, and the elements do not stay.
      return type == DataType.FLOAT32 ? view.duplicate() : view.toType(DataType.FLOAT32, true);
    }
  }

  /** A buffer that grows. */
  private static final class Staging {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    ByteBuffer of(long size) {
      if (buffer.capacity() < size) {
        buffer = ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.nativeOrder());
      }
      return buffer.clear().limit((int) size);
    }
  }
}
