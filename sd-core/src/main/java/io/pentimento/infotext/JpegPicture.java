package io.pentimento.infotext;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Node;

/** Writes JPEG with a text in EXIF, if there is a text. */
final class JpegPicture {
  private static final String NATIVE_FORMAT = "javax_imageio_jpeg_image_1.0";

  /** Of 1; what it loses is hardly seen. */
  private static final float QUALITY = 0.95f;

  /** APP1, the segment of EXIF. */
  private static final int EXIF_MARKER = 0xe1;

  private JpegPicture() {}

  static void encode(BufferedImage picture, String parameters, OutputStream stream)
      throws IOException {
    BufferedImage opaque = opaque(picture);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(stream)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(opaque), settings);
      if (!parameters.isEmpty()) {
        addSegment(UserComment.exif(parameters), metadata);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(opaque, null, metadata), settings);
    } finally {
      writer.dispose();
    }
  }

  private static BufferedImage opaque(BufferedImage picture) {
    if (picture.getType() == BufferedImage.TYPE_INT_RGB) {
      return picture;
    }
    BufferedImage opaque =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(picture, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return opaque;
  }

  private static void addSegment(byte[] exif, IIOMetadata metadata) throws IOException {
    IIOMetadataNode segment = new IIOMetadataNode("unknown");
    segment.setAttribute("MarkerTag", Integer.toString(EXIF_MARKER));
    segment.setUserObject(exif);
    Node root = metadata.getAsTree(NATIVE_FORMAT);
    Node segments = root.getLastChild();
    segments.insertBefore(segment, segments.getFirstChild());
    metadata.setFromTree(NATIVE_FORMAT, root);
  }
}
