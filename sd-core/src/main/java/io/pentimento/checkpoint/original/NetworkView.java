package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One network of a file, with diffusers' names. {@link #info} tells the file's own names, and
 * closing it leaves the file open, which other networks are read from.
 */
final class NetworkView implements Checkpoint {
  private final Checkpoint file;
  private final Map<String, Extract> tensors;
  private final UnaryOperator<String> keyOf;

  /**
   * Shows a network.
   *
   * @param tensors where each tensor is found, by diffusers' name
   * @param keyOf tells under which name the file would have a tensor that it lacks
   */
  NetworkView(Checkpoint file, Map<String, Extract> tensors, UnaryOperator<String> keyOf) {
    this.file = file;
    this.tensors = Collections.unmodifiableMap(tensors);
    this.keyOf = keyOf;
  }

  /** Shows other tensors of the same network. */
  NetworkView with(Map<String, Extract> others) {
    return new NetworkView(file, others, keyOf);
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public TensorInfo info(String name) throws ModelFormatException {
    return extract(name).info(file);
  }

  @Override
  public TensorType storedType(String name) throws ModelFormatException {
    return file.storedType(extract(name).key());
  }

  @Override
  public ByteBuffer bytes(String name) throws IOException {
    return extract(name).bytes(file);
  }

  @Override
  public void read(String name, long skip, ByteBuffer target) throws IOException {
    extract(name).read(file, skip, target);
  }

  @Override
  public String keyOf(String name) {
    Extract extract = tensors.get(name);
    return extract == null ? keyOf.apply(name) : extract.key();
  }

  @Override
  public Map<String, String> metadata() {
    return file.metadata();
  }

  @Override
  public void close() {}

  private Extract extract(String name) throws ModelFormatException {
    Extract extract = tensors.get(name);
    if (extract == null) {
      throw new ModelFormatException(
          path(), keyOf.apply(name), "there is no tensor of that name.", null);
    }
    return extract;
  }
}
