package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, mapped into memory: nothing but its header is read before a tensor is asked
 * for.
 */
public final class SafetensorsFile implements Checkpoint {
  private final MappedFile file;
  private final SafetensorsHeader header;

  private SafetensorsFile(MappedFile file, SafetensorsHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Opens a file and checks its whole header.
   *
   * @throws ModelFormatException if the header does not describe the file exactly
   * @throws IOException if reading fails
   */
  public static SafetensorsFile open(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    return new SafetensorsFile(file, SafetensorsHeader.read(file));
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(header.entries().keySet());
  }

  @Override
  public TensorInfo info(String name) throws ModelFormatException {
    return entry(name).info();
  }

  @Override
  public ByteBuffer bytes(String name) throws ModelFormatException {
    SafetensorsHeader.Entry entry = entry(name);
    return file.slice(name, header.dataStart() + entry.begin(), entry.end() - entry.begin());
  }

  @Override
  public void read(String name, long skip, ByteBuffer target) throws IOException {
    SafetensorsHeader.Entry entry = entry(name);
    checkRange(name, entry.end() - entry.begin(), skip, target);
    file.read(name, header.dataStart() + entry.begin() + skip, target);
  }

  private static void checkRange(String name, long bytes, long skip, ByteBuffer target) {
    if (skip < 0 || target.remaining() > bytes - skip) {
      throw new IllegalArgumentException(
          "%s has %d bytes, but %d are asked for after %d."
              .formatted(name, bytes, target.remaining(), skip));
    }
  }

  @Override
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public void close() {
    file.close();
  }

  private SafetensorsHeader.Entry entry(String name) throws ModelFormatException {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new ModelFormatException(path(), name, "there is no tensor of that name.", null);
    }
    return entry;
  }
}
