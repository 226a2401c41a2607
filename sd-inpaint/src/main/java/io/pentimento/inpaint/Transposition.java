package io.pentimento.inpaint;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Swaps rows and columns of bytes, eight by eight, each eight bytes as one number. */
final class Transposition {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int TILE = 64;

  private Transposition() {}

  /**
   * Transposes a picture whose sides are multiples of 8. Tiles are transposed apart and then copied, since writing eight
   * bytes a row would fetch each cache line of the target eight times where rows are a power of 2 long.
   */
  static byte[] transpose(byte[] from, int width, int height) {
    byte[] to = new byte[from.length];
    byte[] tile = new byte[TILE * TILE];
    for (int top = 0; top < height; top += TILE) {
      int rows = Math.min(TILE, height - top);
      for (int left = 0; left < width; left += TILE) {
        int columns = Math.min(TILE, width - left);
        for (int y = 0; y < rows; y += 8) {
          for (int x = 0; x < columns; x += 8) {
            transposeBlock(from, (top + y) * width + left + x, width, tile, x * TILE + y);
          }
        }
        for (int x = 0; x < columns; x++) {
          System.arraycopy(tile, x * TILE, to, (left + x) * height + top, rows);
        }
      }
    }
    return to;
  }

  /**
   * Transposes 8 by 8 bytes in three rounds, which swap single bytes, pairs and fours across the diagonal (Warren,
   * "Hacker's Delight", section 7-3).
   */
  private static void transposeBlock(byte[] from, int at, int stride, byte[] tile, int target) {
    long a = (long) LONGS.get(from, at);
    long b = (long) LONGS.get(from, at + stride);
    long c = (long) LONGS.get(from, at + 2 * stride);
    long d = (long) LONGS.get(from, at + 3 * stride);
    long e = (long) LONGS.get(from, at + 4 * stride);
    long f = (long) LONGS.get(from, at + 5 * stride);
    long g = (long) LONGS.get(from, at + 6 * stride);
    long h = (long) LONGS.get(from, at + 7 * stride);
    long t;
    long ones = 0x00ff00ff00ff00ffL;
    t = ((a >>> 8) ^ b) & ones; b ^= t; a ^= t << 8;
    t = ((c >>> 8) ^ d) & ones; d ^= t; c ^= t << 8;
    t = ((e >>> 8) ^ f) & ones; f ^= t; e ^= t << 8;
    t = ((g >>> 8) ^ h) & ones; h ^= t; g ^= t << 8;
    long pairs = 0x0000ffff0000ffffL;
    t = ((a >>> 16) ^ c) & pairs; c ^= t; a ^= t << 16;
    t = ((b >>> 16) ^ d) & pairs; d ^= t; b ^= t << 16;
    t = ((e >>> 16) ^ g) & pairs; g ^= t; e ^= t << 16;
    t = ((f >>> 16) ^ h) & pairs; h ^= t; f ^= t << 16;
    long fours = 0x00000000ffffffffL;
    t = ((a >>> 32) ^ e) & fours; e ^= t; a ^= t << 32;
    t = ((b >>> 32) ^ f) & fours; f ^= t; b ^= t << 32;
    t = ((c >>> 32) ^ g) & fours; g ^= t; c ^= t << 32;
    t = ((d >>> 32) ^ h) & fours; h ^= t; d ^= t << 32;
    LONGS.set(tile, target, a);
    LONGS.set(tile, target + TILE, b);
    LONGS.set(tile, target + 2 * TILE, c);
    LONGS.set(tile, target + 3 * TILE, d);
    LONGS.set(tile, target + 4 * TILE, e);
    LONGS.set(tile, target + 5 * TILE, f);
    LONGS.set(tile, target + 6 * TILE, g);
    LONGS.set(tile, target + 7 * TILE, h);
  }
}
