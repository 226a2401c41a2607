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
  /**
   * Opens a safetensors file, a {@code torch.save} file or the index of a sharded set, whichever
   * the content is. Weights that are stored with a scale each (ComfyUI's "scaled fp8") are shown as
   * float32, multiplied by it.
   *
   * @param path a file; of a sharded set its {@code .index.json}
   * @throws ModelFormatException if it is none of them or is damaged
   * @throws IOException if reading fails
   */
  static Checkpoint open(Path path) throws IOException {
    Checkpoint file = FileFormat.of(path).open(path);
    try {
      return ScaledWeights.of(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens a file as {@link #open} does, also a {@code torch.save} file of whole objects, of which
   * no code is run: see {@link TorchFile#openObjects}.
   *
   * @param path a file; of a sharded set its {@code .index.json}
   * @throws ModelFormatException if it is none of them or is damaged
   * @throws IOException if reading fails
   */
  static Checkpoint openObjects(Path path) throws IOException {
    return FileFormat.of(path) == FileFormat.TORCH ? TorchFile.openObjects(path) : open(path);
  }

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
   * Returns the type in which the file stores a tensor, which may be shown in another.
   *
   * @throws ModelFormatException if there is none of that name
   */
  default TensorType storedType(String name) throws ModelFormatException {
    return info(name).type();
  }

  /**
   * Returns the name that a tensor has, or would have, in the file, for messages: the name itself
   * unless this shows the tensors of a file under other names.
   */
  default String keyOf(String name) {
    return name;
  }

  /**
   * Returns the contiguous little-endian bytes of a tensor as a direct, read-only buffer in
   * little-endian order. The buffer may be a view of the mapped file: copy what must outlive {@link
   * #close()}.
   *
   * @throws ModelFormatException if there is none of that name or the file is damaged
   * @throws IOException if reading fails
   * @throws IllegalStateException if the checkpoint is closed
   */
  ByteBuffer bytes(String name) throws IOException;

  /**
   * Copies bytes of a tensor into a buffer, from its start or from further on, until the buffer is
   * full. Unlike {@link #bytes} it maps nothing into memory where the tensor lies in a file as it
   * is, so that a model is loaded without its file being held a second time.
   *
   * @param skip how many bytes of the tensor are passed over, at least 0
   * @param target a buffer with at most as much room as there are bytes then; its position moves to
   *     its limit
   * @throws ModelFormatException if there is none of that name or the file is damaged
   * @throws IOException if reading fails
   * @throws IllegalStateException if the checkpoint is closed
   */
  default void read(String name, long skip, ByteBuffer target) throws IOException {
    ByteBuffer bytes = bytes(name);
    target.put(bytes.slice(bytes.position() + Math.toIntExact(skip), target.remaining()));
  }

  /** Returns the file's own notes, such as {@code modelspec.*} keys; empty when there are none. */
  Map<String, String> metadata();

  /**
   * Ends reading. Names, types and metadata stay known; on Windows the file is free once its
   * mapping is collected.
   */
  @Override
  void close() throws IOException;
}
