package io.pentimento.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text whose UTF-8 bytes were read as Windows-1252 or Latin-1, which is how most mojibake comes
 * about.
 */
final class Windows1252 {
  /**
   * What bytes 0x80 to 0x9F stand for; bytes without a character stand for the control of their
   * number.
   */
  private static final String UPPER_CONTROLS =
      "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
          + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

  private Windows1252() {}

  /** Returns the character of a byte. */
  static char character(int value) {
    return value >= 0x80 && value <= 0x9F ? UPPER_CONTROLS.charAt(value - 0x80) : (char) value;
  }

  /**
   * Reads the text's bytes as UTF-8 where all of them make sense so; a text that was not garbled
   * practically never does.
   */
  static String ungarbled(String text) {
    byte[] bytes = new byte[text.length()];
    boolean ascii = true;
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      int value = c <= 0xFF ? c : byteOf(c);
      if (value < 0) {
        return text;
      }
      ascii &= value < 0x80;
      bytes[i] = (byte) value;
    }
    if (ascii) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  private static int byteOf(char c) {
    int index = UPPER_CONTROLS.indexOf(c);
    return index < 0 ? -1 : 0x80 + index;
  }
}
