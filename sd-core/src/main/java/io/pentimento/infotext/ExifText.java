package io.pentimento.infotext;

import com.drew.imaging.gif.GifMetadataReader;
import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.StringValue;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.gif.GifCommentDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the text from what metadata-extractor finds in JPEG, WebP and GIF. Of its readers, only
 * those are asked that stay within the file's own size: WebP's chunks are walked here, since it
 * would make room for as much as a damaged one claims to hold.
 */
final class ExifText {
  private static final int SIGNATURE = 12;

  /** More bytes than a text has; a longer chunk is not read. */
  private static final int LONGEST = 1 << 24;

  private ExifText() {}

  /** Returns the text of a stream that can be marked, or empty. */
  static Optional<String> read(InputStream content) throws IOException {
    content.mark(SIGNATURE);
    String start = new String(content.readNBytes(SIGNATURE), StandardCharsets.ISO_8859_1);
    content.reset();
    try {
      if (start.startsWith("\u00ff\u00d8")) {
        return userComment(JpegMetadataReader.readMetadata(content, List.of(new ExifReader())));
      }
      if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
        return userComment(webp(content));
      }
      return start.startsWith("GIF8") ? comment(content) : Optional.empty();
    } catch (JpegProcessingException | EOFException e) {
      // A damaged file has no text that could be told.
      return Optional.empty();
    }
  }

  private static Optional<String> userComment(Metadata metadata) {
    return metadata.getDirectoriesOfType(ExifSubIFDDirectory.class).stream()
        .map(folder -> folder.getByteArray(ExifSubIFDDirectory.TAG_USER_COMMENT))
        .filter(Objects::nonNull)
        .map(UserComment::decode)
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private static Optional<String> comment(InputStream gif) {
    return GifMetadataReader.readMetadata(gif)
        .getDirectoriesOfType(GifCommentDirectory.class)
        .stream()
        .map(folder -> folder.getStringValue(GifCommentDirectory.TAG_COMMENT))
        .filter(Objects::nonNull)
        .map(StringValue::getBytes)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  /** Walks the chunks of a RIFF file, each padded to an even length, to the one with EXIF. */
  private static Metadata webp(InputStream content) throws IOException {
    content.skipNBytes(SIGNATURE);
    Metadata metadata = new Metadata();
    byte[] head = content.readNBytes(8);
    while (head.length == 8) {
      String type = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
      int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
      if (type.equals("EXIF") && length >= 0 && length <= LONGEST) {
        byte[] exif = content.readNBytes(length);
        int start = ExifReader.startsWithJpegExifPreamble(exif) ? "Exif\0\0".length() : 0;
        new ExifReader().extract(new ByteArrayReader(exif, start), metadata);
        return metadata;
      }
      content.skipNBytes(Integer.toUnsignedLong(length) + (length & 1));
      head = content.readNBytes(8);
    }
    return metadata;
  }
}
