package io.pentimento.adapters;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was read from files, each read once until it changes in size or time, and kept as long as
 * memory lasts. Threads that ask for one file at once wait for one reading.
 */
final class FileCache<V> {
  /** Reads a file. */
  @FunctionalInterface
  interface Reader<V> {
    V read(Path file) throws IOException;
  }

  private static final class Slot<V> {
    private @Nullable FileStamp stamp;
    private SoftReference<V> value = new SoftReference<>(null);

    synchronized V get(Path file, Reader<V> reader) throws IOException {
      FileStamp now = FileStamp.of(file);
      V known = value.get();
      if (known != null && now.equals(stamp)) {
        return known;
      }
      V read = reader.read(file);
      // A file that changed in the meantime has another stamp, and is read again next time.
      stamp = now;
      value = new SoftReference<>(read);
      return read;
    }
  }

  private final Reader<V> reader;
  private final Map<Path, Slot<V>> slots = new ConcurrentHashMap<>();

  FileCache(Reader<V> reader) {
    this.reader = reader;
  }

  V get(Path file) throws IOException {
    return slots.computeIfAbsent(file, path -> new Slot<>()).get(file, reader);
  }

  /** Forgets all other files. */
  void keepOnly(Set<Path> files) {
    slots.keySet().retainAll(files);
  }
}
