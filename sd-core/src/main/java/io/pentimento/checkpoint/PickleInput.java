package io.pentimento.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a pickle: every length is compared with what is left before anything is made of it.
 */
final class PickleInput {
  /** The longest name of a module, class or function. */
  private static final int LONGEST_NAME = 256;

  private final ByteBuffer bytes;

  PickleInput(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return bytes.position();
  }

  int unsignedByte() throws PickleException {
    need(1);
    return bytes.get() & 0xff;
  }

  int unsignedShort() throws PickleException {
    need(2);
    return bytes.getShort() & 0xffff;
  }

  int signedInt() throws PickleException {
    need(4);
    return bytes.getInt();
  }

  long signedLong() throws PickleException {
    need(8);
    return bytes.getLong();
  }

  /** The one number that pickles write with its highest byte first. */
  double bigEndianDouble() throws PickleException {
    return Double.longBitsToDouble(Long.reverseBytes(signedLong()));
  }

  /** Returns a length of four bytes, which must be left. */
  int length() throws PickleException {
    int length = signedInt();
    if (length < 0) {
      throw new PickleException(
          "a length of " + Integer.toUnsignedString(length) + " is beyond the end");
    }
    need(length);
    return length;
  }

  Object littleEndianInteger(int length) throws PickleException {
    byte[] magnitude = bytes(length);
    for (int i = 0; i < length / 2; i++) {
      byte swapped = magnitude[i];
      magnitude[i] = magnitude[length - 1 - i];
      magnitude[length - 1 - i] = swapped;
    }
    if (length == 0) {
      return 0L;
    }
    BigInteger number = new BigInteger(magnitude);
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  String utf8(int length) throws PickleException {
    need(length);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(bytes.slice(bytes.position(), length))
              .toString();
      bytes.position(bytes.position() + length);
      return text;
    } catch (CharacterCodingException e) {
      throw new PickleException("a string of " + length + " bytes is not UTF-8");
    }
  }

  byte[] bytes(int length) throws PickleException {
    need(length);
    byte[] copy = new byte[length];
    bytes.get(copy);
    return copy;
  }

  /** Returns the text up to the end of the line. */
  String line() throws PickleException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = unsignedByte();
      if (next == '\n') {
        return line.toString();
      }
      line.append((char) next);
      if (line.length() > LONGEST_NAME) {
        throw new PickleException("a name is longer than " + LONGEST_NAME + " characters");
      }
    }
  }

  /** Asserts that a frame fits; its bytes are then read as any others. */
  void frame() throws PickleException {
    long length = signedLong();
    if (length < 0 || length > bytes.remaining()) {
      throw new PickleException(
          "a frame of " + Long.toUnsignedString(length) + " bytes is beyond the end");
    }
  }

  private void need(int count) throws PickleException {
    if (count > bytes.remaining()) {
      throw new PickleException(
          "the pickle ends early: " + count + " bytes are needed, " + bytes.remaining() + " left");
    }
  }
}
