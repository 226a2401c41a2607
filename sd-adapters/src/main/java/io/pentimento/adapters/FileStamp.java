package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Tells whether a file is still the one it was, without reading it.
 *
 * @param path absolute, without {@code .} and {@code ..}
 * @param size in bytes
 * @param modified when it was last written
 */
record FileStamp(Path path, long size, FileTime modified) {
  /**
   * Looks at a file.
   *
   * @throws ModelFormatException if it is no regular file
   * @throws IOException if it is not there
   */
  static FileStamp of(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    BasicFileAttributes file = Files.readAttributes(absolute, BasicFileAttributes.class);
    if (!file.isRegularFile()) {
      throw new ModelFormatException(absolute, "an adapter must be a regular file.");
    }
    return new FileStamp(absolute, file.size(), file.lastModifiedTime());
  }

  /**
   * Checks that the file is as it was.
   *
   * @throws ModelFormatException if it has changed
   * @throws IOException if it is gone
   */
  void checkUnchanged() throws IOException {
    if (!of(path).equals(this)) {
      throw new ModelFormatException(
          path, "the file has changed since the adapter was made of it. Make the adapter anew.");
    }
  }

  /** Returns the file's name without its extension, which is what tags call it. */
  String stem() {
    Path name = path.getFileName();
    String text = name == null ? "" : name.toString();
    int dot = text.lastIndexOf('.');
    return dot > 0 ? text.substring(0, dot) : text;
  }
}
