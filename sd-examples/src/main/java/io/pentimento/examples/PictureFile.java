package io.pentimento.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads a picture that the command line names. */
final class PictureFile {
  /** More than any model can work at; a file may claim any size, and memory is taken for what it claims. */
  private static final long MOST_PIXELS = 100_000_000L;

  private PictureFile() {}

  /**
   * Reads a picture.
   *
   * @param option the option that names the file, for messages
   * @throws IOException if there is no such file, or it is no picture
   */
  static BufferedImage read(String option, Path file) throws IOException {
    String what = option + " " + file;
    if (!Files.exists(file)) {
      throw new IOException(what + ": there is no such file.");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(what + " is not a file. Name a picture file.");
    }
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new IOException(what + " is not a picture that Java reads. It must be PNG, JPEG, GIF, BMP or TIFF.");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return decode(reader, what);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decode(ImageReader reader, String what) throws IOException {
    try {
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new IOException(
            "it has %d pixels, and at most %d are accepted".formatted(pixels, MOST_PIXELS));
      }
      return reader.read(0);
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers throw IllegalArgumentException and worse on damaged files.
      throw new IOException(what + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
