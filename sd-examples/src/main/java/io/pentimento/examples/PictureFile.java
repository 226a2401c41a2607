package io.pentimento.examples;

import io.pentimento.image.PictureReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a picture that the command line names. */
final class PictureFile {
  private PictureFile() {}

  /**
   * Reads a picture.
   *
   * @param option the option that names the file, for messages
   * @throws IOException if there is no such file, or it is no picture
   */
  static BufferedImage read(String option, Path file) throws IOException {
    try {
      return PictureReader.read(file);
    } catch (IOException e) {
      throw new IOException(option + " " + e.getMessage(), e);
    }
  }
}
