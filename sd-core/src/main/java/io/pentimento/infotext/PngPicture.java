package io.pentimento.infotext;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG with a text chunk, if there is a text. */
final class PngPicture {
  private static final String NATIVE_FORMAT = "javax_imageio_png_1.0";

  private PngPicture() {}

  static void encode(BufferedImage picture, String parameters, OutputStream stream)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(stream)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
      if (!parameters.isEmpty()) {
        IIOMetadataNode root = new IIOMetadataNode(NATIVE_FORMAT);
        root.appendChild(text(parameters));
        metadata.mergeTree(NATIVE_FORMAT, root);
      }
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
    entry.setAttribute("keyword", PngText.KEYWORD);
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
