package io.pentimento.infotext;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files whole or not at all. */
final class WholeFile {
  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream stream) throws IOException;
  }

  private WholeFile() {}

  /**
   * Writes a file beside its place and then moves it there. It is created as any other, unlike a
   * temporary one, which only its owner may read.
   */
  static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || Files.isDirectory(absolute)) {
      throw new IOException("A picture must be written to a file, but " + file + " is a folder.");
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    Path partial = folder.resolve("." + UUID.randomUUID() + ".part");
    try {
      try (OutputStream stream = Files.newOutputStream(partial, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(stream);
      }
      Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
