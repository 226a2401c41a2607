package io.pentimento.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** Finds EXIF and the ICC profile among the chunks of a PNG file. */
final class PngChunks {
  private static final int SIGNATURE = 8;

  /** Length, type and checksum of a chunk. */
  private static final int FRAME = 12;

  /** More than any profile of an RGB picture has; a longer one is cut off, and so damaged. */
  private static final int LARGEST_PROFILE = 1 << 22;

  private PngChunks() {}

  static PictureMetadata read(byte[] content) {
    Optional<byte[]> exif = Optional.empty();
    Optional<byte[]> profile = Optional.empty();
    ByteBuffer file = ByteBuffer.wrap(content);
    int at = SIGNATURE;
    while (at + FRAME <= content.length) {
      int length = file.getInt(at);
      if (length < 0 || length > content.length - at - FRAME) {
        break;
      }
      String type = new String(content, at + 4, 4, StandardCharsets.ISO_8859_1);
      byte[] data = Arrays.copyOfRange(content, at + 8, at + 8 + length);
      if (type.equals("eXIf")) {
        exif = Optional.of(data);
      } else if (type.equals("iCCP")) {
        profile = Optional.of(inflated(data));
      }
      at += FRAME + length;
    }
    return new PictureMetadata(exif, profile);
  }

  /** Takes the profile out of its chunk: a name, a zero, the method of compression, and it. */
  private static byte[] inflated(byte[] chunk) {
    int name = 0;
    while (name < chunk.length && chunk[name] != 0) {
      name++;
    }
    int start = Math.min(chunk.length, name + 2);
    ByteArrayInputStream packed = new ByteArrayInputStream(chunk, start, chunk.length - start);
    try (InflaterInputStream profile = new InflaterInputStream(packed)) {
      return profile.readNBytes(LARGEST_PROFILE);
    } catch (IOException e) {
      // No profile is that short, so that this one is told to be damaged.
      return new byte[0];
    }
  }
}
