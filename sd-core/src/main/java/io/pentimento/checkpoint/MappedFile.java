package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of any size, mapped read-only.
 *
 * <p>A buffer holds at most 2 GiB, so the file is covered by windows: number i starts at i GiB and
 * is as long as a buffer may be. Every range of at most 1 GiB therefore lies in the window in which
 * it starts. All windows are mapped at once, which costs address space only, and the channel is
 * closed again: no descriptor is held, and the interruption of one reading thread cannot close the
 * channel under the others.
 */
final class MappedFile implements AutoCloseable {
  /** The longest range that can be read in one piece. */
  static final long LONGEST_SLICE = 1L << 30;

  private final Path path;
  private final long size;
  private volatile ByteBuffer @Nullable [] windows;

  private MappedFile(Path path, long size, ByteBuffer[] windows) {
    this.path = path;
    this.size = size;
    this.windows = windows;
  }

  static MappedFile open(Path path) throws IOException {
    if (Files.notExists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isRegularFile(path)) {
      throw new ModelFormatException(
          path, "a model file must be a regular file. Pass the file itself.");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] windows =
          new ByteBuffer[Math.toIntExact((size + LONGEST_SLICE - 1) / LONGEST_SLICE)];
      for (int i = 0; i < windows.length; i++) {
        long start = i * LONGEST_SLICE;
        windows[i] =
            channel.map(
                FileChannel.MapMode.READ_ONLY, start, Math.min(Integer.MAX_VALUE, size - start));
      }
      return new MappedFile(path, size, windows);
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /**
   * Returns a part of the file as a read-only little-endian view.
   *
   * @param what the name of the part, for messages
   */
  ByteBuffer slice(String what, long offset, long length) throws ModelFormatException {
    ByteBuffer[] open = windows;
    if (open == null) {
      throw new IllegalStateException(path + " is closed. Read tensors before close().");
    }
    if (offset < 0 || length < 0 || length > size - offset) {
      throw new ModelFormatException(
          path,
          what,
          "must lie inside the file of "
              + size
              + " bytes, but is said to be "
              + length
              + " bytes at "
              + offset
              + ".",
          null);
    }
    if (length > LONGEST_SLICE) {
      throw new ModelFormatException(
          path,
          what,
          "has " + length + " bytes, but at most " + LONGEST_SLICE + " are read in one piece.",
          null);
    }
    if (length == 0) {
      return ByteBuffer.allocateDirect(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    ByteBuffer window = open[(int) (offset / LONGEST_SLICE)];
    return window
        .slice((int) (offset % LONGEST_SLICE), (int) length)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Copies a part of the file until a buffer is full, through a channel of its own: pages that are
   * read so do not count as the process's.
   */
  void read(String what, long offset, ByteBuffer target) throws IOException {
    // Checks the range, and that the file is open.
    slice(what, offset, target.remaining());
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long at = offset;
      while (target.hasRemaining()) {
        int count = channel.read(target, at);
        if (count < 0) {
          throw new ModelFormatException(
              path, what, "the file was cut short while it was read.", null);
        }
        at += count;
      }
    }
  }

  @Override
  public void close() {
    windows = null;
  }
}
