package io.pentimento.adapters;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What was read from files and is in use: all who ask for one state of a file get the same object,
 * which is forgotten with the last of them.
 */
final class OpenFiles<V> {
  private final Map<FileStamp, WeakReference<V>> open = new HashMap<>();

  /** Reads a file in a state. */
  @FunctionalInterface
  interface Reader<V> {
    V read(FileStamp file) throws IOException;
  }

  /** Returns what is in use of a file, or reads it. */
  synchronized V get(Path path, Reader<V> reader) throws IOException {
    FileStamp stamp = FileStamp.of(path);
    WeakReference<V> known = open.get(stamp);
    V value = known == null ? null : known.get();
    if (value != null) {
      return value;
    }
    V read = reader.read(stamp);
    open.values().removeIf(reference -> reference.get() == null);
    open.put(stamp, new WeakReference<>(read));
    return read;
  }
}
