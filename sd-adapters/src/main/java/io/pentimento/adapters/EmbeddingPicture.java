package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.infotext.PictureFile;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * An embedding in a picture, as the WebUI shares them: Base64 of JSON in the PNG text chunk {@code
 * sd-ti-embedding}, or zlib of the same JSON in the pixels ({@link HiddenBytes}). The latter also
 * survives in other lossless formats, which are read if the application has an ImageIO plugin for
 * them, such as one for WebP.
 */
final class EmbeddingPicture {
  private static final String KEYWORD = "sd-ti-embedding";

  /** A picture may claim any size, and memory is taken for what it claims. */
  private static final long MOST_PIXELS = 1 << 24;

  /** Several times what 75 vectors take as text. */
  private static final int MOST_BYTES = 1 << 24;

  private static final int HEAD = 12;

  private EmbeddingPicture() {}

  /** Tells whether a file starts as a PNG or WebP picture does. */
  static boolean isPicture(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      String head = new String(stream.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
      return head.startsWith("\u0089PNG\r\n\u001a\n")
          || (head.startsWith("RIFF") && head.startsWith("WEBP", 8));
    }
  }

  /**
   * Reads the embedding, and its word if it has one.
   *
   * @return empty if the picture is just a picture
   * @throws ModelFormatException if it cannot be decoded, or what it carries is damaged
   */
  static Optional<EmbeddingTensors.Found> read(Path file) throws IOException {
    Optional<String> text = PictureFile.readPngText(file, KEYWORD);
    if (text.isPresent()) {
      return Optional.of(EmbeddingJson.read(file, base64(file, text.get())));
    }
    Optional<byte[]> hidden = HiddenBytes.of(decode(file));
    if (hidden.isEmpty() || !isZlib(hidden.get())) {
      return Optional.empty();
    }
    return Optional.of(EmbeddingJson.read(file, inflate(file, hidden.get())));
  }

  private static byte[] base64(Path file, String text) throws ModelFormatException {
    try {
      // As Python's decoder does, this one passes over line breaks.
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          file, KEYWORD, "must be Base64, but is not. Fetch the picture again.", e);
    }
  }

  private static Raster decode(Path file) throws IOException {
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new ModelFormatException(
            file,
            "Java has no reader for this format of picture. Save it losslessly as PNG, or add an"
                + " ImageIO plugin.");
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

  private static Raster decode(ImageReader reader, Path file) throws ModelFormatException {
    try {
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new IOException(
            "it has %d pixels, and at most %d are accepted".formatted(pixels, MOST_PIXELS));
      }
      return reader.read(0).getData();
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers throw IllegalArgumentException and worse on damaged files.
      String reason = e.getMessage() == null ? "it is damaged" : e.getMessage();
      throw new ModelFormatException(
          file, null, "the picture cannot be read: %s. Fetch it again.".formatted(reason), e);
    }
  }

  /** Plain pictures with a few black columns look like carriers until here (RFC 1950, 2.2). */
  private static boolean isZlib(byte[] bytes) {
    int first = bytes[0] & 0xff;
    return bytes.length > 2
        && (first & 0x0f) == 8
        && first >> 4 <= 7
        && ((first << 8) | (bytes[1] & 0xff)) % 31 == 0;
  }

  private static byte[] inflate(Path file, byte[] packed) throws IOException {
    try (InputStream inflater = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = inflater.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ModelFormatException(
            file,
            "the pixels must hold at most %d bytes, but swell to more.".formatted(MOST_BYTES));
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw new ModelFormatException(
          file,
          null,
          "what its pixels hold is damaged. Was it resized or saved as JPEG? Fetch the original.",
          e);
    }
  }
}
