package io.pentimento.examples.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that appears when it is whole: it is written under another name beside its place, and moved there. */
public final class WholeFile {
  /** Writes the content of one file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything.
     *
     * @param file the file to write, which does not exist yet
     */
    void writeTo(Path file) throws IOException;
  }

  private WholeFile() {}

  /**
   * Writes a file, in place of one that may be there; its folders are created. If writing fails, all stays as it was.
   */
  public static void write(Path file, Content content) throws IOException {
    Path place = file.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null) {
      throw new IOException(file + " is a folder. Name a file in it.");
    }
    Files.createDirectories(folder);
    // Files.createTempFile would close the file to everyone but its owner.
    Path part = folder.resolve("." + UUID.randomUUID() + ".part");
    try {
      content.writeTo(part);
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
