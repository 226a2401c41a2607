package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The numbers of stored tensors as float32. Every type but F64 and the wide integers is widened
 * exactly, with subnormal numbers, infinities and NaN; those round to the nearest float.
 */
public final class TensorValues {
  private TensorValues() {}

  /**
   * Returns the values of a tensor in row-major order.
   *
   * @throws ModelFormatException if there is none of that name or the file is damaged
   * @throws IOException if reading fails
   */
  public static float[] floats(Checkpoint checkpoint, String name) throws IOException {
    TensorInfo info = checkpoint.info(name);
    return floats(checkpoint.bytes(name), info.type());
  }

  /** Returns the values of a whole little-endian buffer of elements. */
  public static float[] floats(ByteBuffer source, TensorType type) {
    float[] values = new float[source.remaining() / type.bytes()];
    widen(source, type, FloatBuffer.wrap(values));
    return values;
  }

  /**
   * Returns the values of a tensor in a new direct buffer of little-endian float32, positioned at
   * its start.
   *
   * @throws ModelFormatException if there is none of that name, the file is damaged, or the values
   *     take over 2 GiB
   * @throws IOException if reading fails
   */
  public static ByteBuffer float32(Checkpoint checkpoint, String name) throws IOException {
    TensorInfo info = checkpoint.info(name);
    long bytes = Math.multiplyExact(info.elements(), (long) Float.BYTES);
    if (bytes > Integer.MAX_VALUE) {
      throw new ModelFormatException(
          checkpoint.path(),
          name,
          "takes " + bytes + " bytes as float32, over the 2 GiB of one buffer.",
          null);
    }
    ByteBuffer source = checkpoint.bytes(name);
    ByteBuffer target = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    widen(source, info.type(), target.asFloatBuffer());
    return target;
  }

  /**
   * Writes the remaining elements of a buffer as floats; the position of the target moves, that of
   * the source does not.
   *
   * @param source little-endian elements, at any alignment
   * @param type what the elements are
   * @param target a buffer with room for them all
   * @throws IllegalArgumentException if the source is no whole number of elements, or the target is
   *     too small
   */
  public static void widen(ByteBuffer source, TensorType type, FloatBuffer target) {
    int elements = source.remaining() / type.bytes();
    if (elements * type.bytes() != source.remaining()) {
      throw new IllegalArgumentException(
          "source must hold whole elements of "
              + type.bytes()
              + " bytes, but has "
              + source.remaining()
              + " bytes.");
    }
    if (target.remaining() < elements) {
      throw new IllegalArgumentException(
          "target must have room for "
              + elements
              + " floats, but has it for "
              + target.remaining()
              + ".");
    }
    ByteBuffer little = source.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (type == TensorType.F32) {
      target.put(little.asFloatBuffer());
    } else {
      ElementWidener.of(type).widen(little, target);
    }
  }
}
