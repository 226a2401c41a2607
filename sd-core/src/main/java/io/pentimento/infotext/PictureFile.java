package io.pentimento.infotext;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Picture files with the text by which they were made, kept where the WebUI keeps it. See {@link
 * Infotext} for the text itself.
 *
 * <p>PNG has a text chunk {@code parameters}, JPEG the EXIF field UserComment. Both are read and
 * written. WebP and AVIF, which keep it in EXIF, too, and GIF, which keeps it in its comment, are
 * only read: there is no writer of them in Java alone.
 */
public final class PictureFile {
  private PictureFile() {}

  /**
   * Reads the text of a PNG, JPEG, WebP, AVIF or GIF file; the file's name does not matter, and its
   * pixels are not decoded.
   *
   * @return the text, or empty if there is none: in a file of another kind, too, and in a damaged
   *     one
   * @throws IOException if the file cannot be read
   */
  public static Optional<String> readParameters(Path file) throws IOException {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
      return readParameters(content);
    }
  }

  /** Reads the text of a stream that can be marked. */
  static Optional<String> readParameters(InputStream content) throws IOException {
    return PngText.isPng(content) ? PngText.read(content, PngText.KEYWORD) : ExifText.read(content);
  }

  /**
   * Reads the text that a PNG file keeps under a keyword, in any of its three kinds of text chunk;
   * the pixels are not decoded.
   *
   * @param keyword the chunk's keyword, such as {@code sd-ti-embedding}
   * @return the last such text, or empty if there is none: in a file of another format, too, and in
   *     one that breaks off before it. A text of over 16 MiB counts as none
   * @throws IOException if the file cannot be read
   */
  public static Optional<String> readPngText(Path file, String keyword) throws IOException {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
      return PngText.isPng(content) ? PngText.read(content, keyword) : Optional.empty();
    }
  }

  /**
   * Writes a picture with its text, in the format that the file's name ends in: {@code .png}, or
   * {@code .jpg} and {@code .jpeg}, which lose a little of the picture, and have no alpha: it is
   * flattened on white. Folders that are missing are made. An empty text leaves no trace.
   *
   * @throws IllegalArgumentException if the name has another ending
   * @throws IOException if writing fails, or JPEG has no room for so long a text; the file is then
   *     as it was before
   */
  public static void write(BufferedImage picture, String parameters, Path file) throws IOException {
    if (endsIn(file, ".jpg") || endsIn(file, ".jpeg")) {
      WholeFile.write(file, part -> JpegPicture.encode(picture, parameters, part));
    } else if (endsIn(file, ".png")) {
      writePng(picture, parameters, file);
    } else {
      throw new IllegalArgumentException(
          "The file of a picture must end in .png, .jpg or .jpeg, but got: " + file + ".");
    }
  }

  /**
   * Writes a picture as PNG, whatever the file's name.
   *
   * @throws IOException if writing fails; the file is then as it was before
   */
  public static void writePng(BufferedImage picture, String parameters, Path file)
      throws IOException {
    WholeFile.write(file, part -> PngPicture.encode(picture, parameters, part));
  }

  private static boolean endsIn(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
