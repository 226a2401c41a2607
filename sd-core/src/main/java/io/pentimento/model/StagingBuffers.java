package io.pentimento.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where tensors lie on their way from a file into the engine. One pair serves all networks of a
 * model: buffers are freed only with the garbage, so that one a tensor would add up to a second
 * model. Not for use by several threads.
 */
public final class StagingBuffers {
  private ByteBuffer stored = ByteBuffer.allocateDirect(0);
  private ByteBuffer widened = ByteBuffer.allocateDirect(0);

  /** Starts with no memory. */
  public StagingBuffers() {}

  /** Returns room for a tensor as it is stored; what was there before is lost. */
  ByteBuffer stored(int size) {
    stored = grown(stored, size);
    return stored.clear().limit(size);
  }

  /** Returns room for a tensor as float32; what was there before is lost. */
  ByteBuffer widened(int size) {
    widened = grown(widened, size);
    return widened.clear().limit(size);
  }

  private static ByteBuffer grown(ByteBuffer buffer, int size) {
    return buffer.capacity() >= size
        ? buffer
        : ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }
}
