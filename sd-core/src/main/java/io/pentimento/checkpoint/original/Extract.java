package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Where in a file a tensor is found.
 *
 * @param key the file's name of the tensor that it is, or is made of
 * @param form how it is made
 */
record Extract(String key, Form form) {
  /** How a tensor is made of the one in the file. */
  enum Form {
    /** It is the one in the file. */
    WHOLE(-1),
    /** The first third of its rows. */
    FIRST_THIRD(0),
    /** The second third of its rows. */
    SECOND_THIRD(1),
    /** The last third of its rows. */
    LAST_THIRD(2),
    /** The matrix turned, rows for columns. */
    TRANSPOSED(-1);

    private final int third;

    Form(int third) {
      this.third = third;
    }

    private boolean isThird() {
      return third >= 0;
    }
  }

  static final int THIRDS = 3;

  static Extract whole(String key) {
    return new Extract(key, Form.WHOLE);
  }

  /** Returns the type and shape that the tensor has when it is made; the name is the file's. */
  TensorInfo info(Checkpoint file) throws ModelFormatException {
    TensorInfo stored = file.info(key);
    if (form == Form.WHOLE) {
      return stored;
    }
    List<Long> shape = new ArrayList<>(stored.shape());
    if (form.isThird()) {
      check(
          file,
          !shape.isEmpty() && shape.get(0) % THIRDS == 0,
          "must have rows for query, key and value, but has shape " + shape + ".");
      shape.set(0, shape.get(0) / THIRDS);
    } else {
      check(file, shape.size() == 2, "must be a matrix, but has shape " + shape + ".");
      shape = List.of(shape.get(1), shape.get(0));
    }
    return new TensorInfo(key, stored.type(), shape);
  }

  /** Returns the elements: a view of the file's, but for a matrix that is turned. */
  ByteBuffer bytes(Checkpoint file) throws IOException {
    TensorInfo made = info(file);
    ByteBuffer stored = file.bytes(key);
    if (form == Form.WHOLE) {
      return stored;
    }
    if (form == Form.TRANSPOSED) {
      return transposed(stored, made);
    }
    int start = Math.toIntExact(start(made));
    return stored
        .slice(stored.position() + start, stored.remaining() / THIRDS)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Copies bytes of the tensor as {@link Checkpoint#read} does. */
  void read(Checkpoint file, long skip, ByteBuffer target) throws IOException {
    if (form == Form.TRANSPOSED) {
      ByteBuffer turned = bytes(file);
      target.put(turned.slice(Math.toIntExact(skip), target.remaining()));
      return;
    }
    file.read(key, start(info(file)) + skip, target);
  }

  /** Returns where in the file's tensor this one begins, in bytes. */
  private long start(TensorInfo made) {
    return form.isThird() ? form.third * made.elements() * made.type().bytes() : 0;
  }

  private static ByteBuffer transposed(ByteBuffer stored, TensorInfo made) {
    int rows = Math.toIntExact(made.shape().get(0));
    int columns = Math.toIntExact(made.shape().get(1));
    int size = made.type().bytes();
    ByteBuffer turned = ByteBuffer.allocateDirect(stored.remaining());
    int start = stored.position();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int from = start + (column * rows + row) * size;
        for (int i = 0; i < size; i++) {
          turned.put(stored.get(from + i));
        }
      }
    }
    return turned.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  private void check(Checkpoint file, boolean holds, String reason) throws ModelFormatException {
    if (!holds) {
      throw new ModelFormatException(file.path(), key, reason, null);
    }
  }
}
