package io.pentimento.inpaint;

import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads the picture of a mask file. */
final class MaskFile {
  /** A file may claim any size, and memory is taken for what it claims. */
  private static final long MOST_PIXELS = 100_000_000L;

  private MaskFile() {}

  static BufferedImage read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException("A mask must be a picture file, but there is none: " + file);
    }
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new IOException(
            file + " is not a picture that Java reads. It must be PNG, JPEG, GIF, BMP or TIFF.");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return decode(reader, file);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decode(ImageReader reader, Path file) throws IOException {
    try {
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new IOException(
            "it has %d pixels, and at most %d are accepted".formatted(pixels, MOST_PIXELS));
      }
      return reader.read(0);
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers throw IllegalArgumentException and worse on damaged files.
      throw new IOException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
