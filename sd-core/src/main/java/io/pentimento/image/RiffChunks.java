package io.pentimento.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Finds EXIF among the chunks of a WebP file. */
final class RiffChunks {
  private static final int SIGNATURE = 12;

  private RiffChunks() {}

  static PictureMetadata read(byte[] content) {
    Optional<byte[]> exif = Optional.empty();
    ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long at = SIGNATURE;
    while (at + 8 <= content.length) {
      int start = (int) at + 8;
      String type = new String(content, (int) at, 4, StandardCharsets.ISO_8859_1);
      long length = Integer.toUnsignedLong(file.getInt((int) at + 4));
      if (type.equals("EXIF") && length <= content.length - start) {
        exif = Optional.of(Arrays.copyOfRange(content, start, start + (int) length));
      }
      at = start + length + (length & 1);
    }
    return new PictureMetadata(exif, Optional.empty());
  }
}
