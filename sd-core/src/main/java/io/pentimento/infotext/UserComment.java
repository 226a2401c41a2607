package io.pentimento.infotext;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The EXIF field UserComment (EXIF 2.32, section 4.6.5): eight bytes that name the characters'
 * code, then the text.
 */
final class UserComment {
  private static final int CODE_LENGTH = 8;
  private static final byte[] UNICODE = code("UNICODE");
  private static final byte[] ASCII = code("ASCII");
  private static final byte[] UNDEFINED = code("");

  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int TIFF_VERSION = 42;
  private static final int EXIF_FOLDER = 0x8769;
  private static final int USER_COMMENT = 0x9286;
  private static final short LONG = 4;
  private static final short BYTES = 7;

  /** Where the first folder starts, the length of one with one entry, and what a segment holds. */
  private static final int TIFF_HEADER = 8;

  private static final int FOLDER = 2 + 12 + 4;
  private static final int SEGMENT = 65533;

  private UserComment() {}

  private static byte[] code(String name) {
    return Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), CODE_LENGTH);
  }

  /** Returns the bytes of the field: UTF-16 with the high byte first, as the WebUI writes it. */
  static byte[] encode(String text) {
    byte[] characters = text.getBytes(StandardCharsets.UTF_16BE);
    return ByteBuffer.allocate(CODE_LENGTH + characters.length)
        .put(UNICODE)
        .put(characters)
        .array();
  }

  /**
   * Returns what a JPEG segment APP1 holds: a TIFF header, a folder that points to the EXIF folder,
   * and that with this one field.
   *
   * @throws IOException if a segment has no room for it
   */
  static byte[] exif(String text) throws IOException {
    byte[] comment = encode(text);
    int length = EXIF.length + TIFF_HEADER + 2 * FOLDER + comment.length;
    if (length > SEGMENT) {
      throw new IOException(
          "The parameters of a JPEG file must have at most %d characters, but got: %d. Write PNG."
              .formatted((SEGMENT - length + comment.length - CODE_LENGTH) / 2, text.length()));
    }
    ByteBuffer segment = ByteBuffer.allocate(length).put(EXIF);
    segment.put((byte) 'M').put((byte) 'M').putShort((short) TIFF_VERSION).putInt(TIFF_HEADER);
    putFolder(segment, EXIF_FOLDER, LONG, 1, TIFF_HEADER + FOLDER);
    putFolder(segment, USER_COMMENT, BYTES, comment.length, TIFF_HEADER + 2 * FOLDER);
    return segment.put(comment).array();
  }

  private static void putFolder(ByteBuffer segment, int tag, short type, int count, int value) {
    segment.putShort((short) 1).putShort((short) tag).putShort(type).putInt(count).putInt(value);
    segment.putInt(0);
  }

  /**
   * Returns the text of a field's bytes. Without a code it is taken for UTF-8, of which ASCII is a
   * part.
   */
  static String decode(byte[] field) {
    if (starts(field, UNICODE)) {
      byte[] characters = Arrays.copyOfRange(field, CODE_LENGTH, field.length);
      return withoutPadding(new String(characters, utf16(characters)));
    }
    boolean coded = starts(field, ASCII) || starts(field, UNDEFINED);
    int start = coded ? CODE_LENGTH : 0;
    return withoutPadding(new String(field, start, field.length - start, StandardCharsets.UTF_8));
  }

  private static boolean starts(byte[] field, byte[] code) {
    return field.length >= CODE_LENGTH
        && Arrays.equals(field, 0, CODE_LENGTH, code, 0, CODE_LENGTH);
  }

  /**
   * The standard leaves the order of the bytes open. A byte order mark tells it; else the zeros do,
   * which are the high bytes of the Latin letters that the names of fields have.
   */
  private static Charset utf16(byte[] characters) {
    if (characters.length >= 2) {
      int first = ((characters[0] & 0xff) << 8) | (characters[1] & 0xff);
      if (first == 0xfeff || first == 0xfffe) {
        return StandardCharsets.UTF_16;
      }
    }
    int[] zeros = new int[2];
    for (int i = 0; i < characters.length; i++) {
      zeros[i % 2] += characters[i] == 0 ? 1 : 0;
    }
    return zeros[1] > zeros[0] ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
  }

  /** Programs pad the field with zeros, or end it in one. */
  private static String withoutPadding(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(0, end);
  }
}
