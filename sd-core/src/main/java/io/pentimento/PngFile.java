package io.pentimento;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG files with a text chunk, whole or not at all. */
final class PngFile {
  private static final String NATIVE_FORMAT = "javax_imageio_png_1.0";

  private PngFile() {}

  /** Writes a picture with a text under the keyword {@code parameters}, as the WebUI does. */
  static void write(BufferedImage picture, String parameters, Path file) throws IOException {
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
      encode(picture, parameters, partial);
      Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** Creates the file as any other, unlike a temporary one, which only its owner may read. */
  private static void encode(BufferedImage picture, String parameters, Path file)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (OutputStream stream = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        ImageOutputStream out = new MemoryCacheImageOutputStream(stream)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
      IIOMetadataNode root = new IIOMetadataNode(NATIVE_FORMAT);
      root.appendChild(text(parameters));
      metadata.mergeTree(NATIVE_FORMAT, root);
      writer.setOutput(out);
      writer.write(new IIOImage(picture, null, metadata));
    } finally {
      writer.dispose();
    }
  }

  /** A tEXt chunk where Latin-1 can spell the text, else an uncompressed iTXt chunk in UTF-8. */
  private static IIOMetadataNode text(String parameters) {
    boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(parameters);
    IIOMetadataNode entry = new IIOMetadataNode(latin ? "tEXtEntry" : "iTXtEntry");
    entry.setAttribute("keyword", "parameters");
    if (latin) {
      entry.setAttribute("value", parameters);
    } else {
      entry.setAttribute("compressionFlag", "FALSE");
      entry.setAttribute("compressionMethod", "0");
      entry.setAttribute("languageTag", "");
      entry.setAttribute("translatedKeyword", "");
      entry.setAttribute("text", parameters);
    }
    IIOMetadataNode chunk = new IIOMetadataNode(latin ? "tEXt" : "iTXt");
    chunk.appendChild(entry);
    return chunk;
  }
}
