package io.pentimento.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The kinds of picture files that are read, told by how they begin and never by their name. */
enum PictureFormat {
  PNG("\u0089PNG\r\n\u001a\n"),
  JPEG("\u00ff\u00d8\u00ff"),
  GIF("GIF8"),
  BMP("BM"),
  TIFF("II*\0", "MM\0*"),
  WEBP("RIFF");

  /** How many bytes tell the kind. */
  static final int BEGINNING = 12;

  private final String[] beginnings;

  PictureFormat(String... beginnings) {
    this.beginnings = beginnings;
  }

  /** Tells the kind by the first bytes of a file. */
  static Optional<PictureFormat> of(byte[] content) {
    String start =
        new String(content, 0, Math.min(BEGINNING, content.length), StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(format -> Arrays.stream(format.beginnings).anyMatch(start::startsWith))
        .filter(format -> format != WEBP || start.endsWith("WEBP"))
        .findFirst();
  }

  /**
   * Opens Java's own reader, whatever plug-ins an application has, so that pictures are the same in
   * all of them.
   */
  ImageReader reader() throws IOException {
    if (this == WEBP) {
      return new WebPImageReaderSpi().createReaderInstance(null);
    }
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name());
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
      reader.dispose();
    }
    throw new IOException("this Java lacks its own reader of " + name());
  }

  /** Reads what stands beside the samples. */
  PictureMetadata metadata(byte[] content) {
    return switch (this) {
      case PNG -> PngChunks.read(content);
      case JPEG -> JpegSegments.of(content).metadata();
      case WEBP -> RiffChunks.read(content);
      case TIFF -> new PictureMetadata(Optional.of(content), Optional.empty());
      case GIF, BMP -> PictureMetadata.NONE;
    };
  }
}
