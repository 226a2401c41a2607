package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Named tensors that can be read one at a time: one safetensors file, a sharded set of them, or a
 * {@code torch.save} file. Safe for use by several threads until closed.
 */
public interface Checkpoint extends AutoCloseable {
  /** Returns the file or folder, for messages. */
  Path path();

  /** Returns the names of all tensors, in the file's order. */
  Set<String> names();

  /**
   * Returns type and shape of a tensor.
   *
   * @throws ModelFormatException if there is none of that name
   */
  TensorInfo info(String name) throws ModelFormatException;

  /**
   * Returns the contiguous little-endian bytes of a tensor as a direct, read-only buffer in
   * little-endian order. The buffer may be a view of the mapped file: copy what must outlive {@link
   * #close()}.
   *
   * @throws ModelFormatException if there is none of that name or the file is damaged
   * @throws IOException if reading fails
   */
  ByteBuffer bytes(String name) throws IOException;

  /** Returns the file's own notes, such as {@code modelspec.*} keys; empty when there are none. */
  Map<String, String> metadata();

  @Override
  void close() throws IOException;
}
