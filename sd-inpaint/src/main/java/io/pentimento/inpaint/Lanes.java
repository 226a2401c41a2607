package io.pentimento.inpaint;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Loops over many 16-bit numbers, which the JIT compiler turns into vector instructions.
 *
 * <p>It does so only for loops like these: each by itself, with a handful of operands, with lags
 * that are constants, and with sums of another type than what is added, since they could otherwise
 * be the same array. Loops between bytes and wider numbers stay slow whatever is written, but the
 * coders of Latin-1 are just that, and are fast.
 *
 * <p>What overflows in between does not matter, as long as the last sums are below 2^16.
 */
final class Lanes {
  /** How many lines are side by side at most: a distance must be known to the compiler. */
  static final int COLUMNS = 64;

  /** How many sums are made at once, so that all that is needed stays in the first cache. */
  static final int MOST = 4096;

  private final CharsetDecoder widening = StandardCharsets.ISO_8859_1.newDecoder();
  private final CharsetEncoder narrowing = StandardCharsets.ISO_8859_1.newEncoder();
  private final char[] rounded = new char[MOST];

  /** Copies bytes, taken as 0 to 255. */
  void widen(byte[] bytes, int from, int count, char[] lanes, int at) {
    widening.decode(
        ByteBuffer.wrap(bytes, from, count),
        CharBuffer.wrap(lanes, at, count),
        /* endOfInput= */ false);
  }

  /** Divides sums by 256. */
  void narrow(short[] sums, int from, int count, byte[] bytes, int at) {
    copy(sums, from, count, rounded);
    upperBytes(rounded, count);
    narrowing.encode(
        CharBuffer.wrap(rounded, 0, count),
        ByteBuffer.wrap(bytes, at, count),
        /* endOfInput= */ false);
  }

  private static void copy(short[] sums, int from, int count, char[] lanes) {
    for (int i = 0; i < count; i++) {
      lanes[i] = (char) sums[i + from];
    }
  }

  private static void upperBytes(char[] lanes, int count) {
    for (int i = 0; i < count; i++) {
      lanes[i] = (char) (lanes[i] >>> 8);
    }
  }

  /**
   * Sets each lane to the one some places before plus what is added; what is before the first is
   * taken for 0.
   */
  static void sumUp(char[] lanes, char[] added, int distance, int from, int to) {
    Arrays.fill(lanes, from - distance, from, (char) 0);
    switch (distance) {
      case 1 -> sumUp(lanes, added, from, to);
      case 2 -> sumUpSeconds(lanes, added, from, to);
      case 3 -> sumUpThirds(lanes, added, from, to);
      case COLUMNS -> sumUpColumns(lanes, added, from, to);
      case 2 * COLUMNS -> sumUpSecondColumns(lanes, added, from, to);
      case 3 * COLUMNS -> sumUpThirdColumns(lanes, added, from, to);
      default -> throw new IllegalArgumentException("No loop for the distance " + distance + ".");
    }
  }

  private static void sumUpColumns(char[] lanes, char[] added, int from, int to) {
    for (int i = from; i < to; i++) {
      lanes[i] = (char) (lanes[i - COLUMNS] + added[i]);
    }
  }

  private static void sumUpSecondColumns(char[] lanes, char[] added, int from, int to) {
    for (int i = from; i < to; i++) {
      lanes[i] = (char) (lanes[i - 2 * COLUMNS] + added[i]);
    }
  }

  private static void sumUpThirdColumns(char[] lanes, char[] added, int from, int to) {
    for (int i = from; i < to; i++) {
      lanes[i] = (char) (lanes[i - 3 * COLUMNS] + added[i]);
    }
  }

  private static void sumUp(char[] lanes, char[] added, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += added[i];
      lanes[i] = (char) sum;
    }
  }

  private static void sumUpSeconds(char[] lanes, char[] added, int from, int to) {
    int last = 0;
    int before = 0;
    for (int i = from; i < to; i++) {
      int sum = before + added[i];
      lanes[i] = (char) sum;
      before = last;
      last = sum;
    }
  }

  private static void sumUpThirds(char[] lanes, char[] added, int from, int to) {
    int last = 0;
    int before = 0;
    int third = 0;
    for (int i = from; i < to; i++) {
      int sum = third + added[i];
      lanes[i] = (char) sum;
      third = before;
      before = last;
      last = sum;
    }
  }

  /** Adds four stretches of lanes, times a factor each, to sums from a place on. */
  static void addFour(
      short[] sums,
      int from,
      int count,
      char[] lanes,
      int at1,
      int factor1,
      int at2,
      int factor2,
      int at3,
      int factor3,
      int at4,
      int factor4) {
    for (int i = 0; i < count; i++) {
      sums[i + from] =
          (short)
              (sums[i + from]
                  + lanes[i + at1] * factor1
                  + lanes[i + at2] * factor2
                  + lanes[i + at3] * factor3
                  + lanes[i + at4] * factor4);
    }
  }
}
