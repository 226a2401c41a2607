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
   * Transposes a picture whose sides are multiples of 8. Tiles are transposed apart and then
   * copied, since writing eight bytes a row would fetch each cache line of the target eight times
   * where rows are a power of 2 long.
   */
  static byte[] transpose(byte[] from, int width, int height) {
    byte[] to = new byte[from.length];
    byte[] tile = new byte[TILE * TILE];
    long[] block = new long[8];
    for (int top = 0; top < height; top += TILE) {
      int rows = Math.min(TILE, height - top);
      for (int left = 0; left < width; left += TILE) {
        int columns = Math.min(TILE, width - left);
        for (int y = 0; y < rows; y += 8) {
          for (int x = 0; x < columns; x += 8) {
            transposeBlock(from, (top + y) * width + left + x, width, tile, x * TILE + y, block);
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
   * Transposes 8 by 8 bytes in three rounds, which swap single bytes, pairs and fours across the
   * diagonal (Warren, "Hacker's Delight", section 7-3).
   */
  private static void transposeBlock(
      byte[] from, int at, int stride, byte[] tile, int target, long[] block) {
    for (int i = 0; i < 8; i++) {
      block[i] = (long) LONGS.get(from, at + i * stride);
    }
    for (int i = 0; i < 8; i += 2) {
      swap(block, i, i + 1, 8, 0x00ff00ff00ff00ffL);
    }
    for (int i = 0; i < 8; i += i % 4 == 0 ? 1 : 3) {
      swap(block, i, i + 2, 16, 0x0000ffff0000ffffL);
    }
    for (int i = 0; i < 4; i++) {
      swap(block, i, i + 4, 32, 0x00000000ffffffffL);
    }
    for (int i = 0; i < 8; i++) {
      LONGS.set(tile, target + i * TILE, block[i]);
    }
  }

  /** Swaps the upper parts of one row with the lower parts of another. */
  private static void swap(long[] block, int upper, int lower, int bits, long lowerParts) {
    long difference = (block[upper] >>> bits ^ block[lower]) & lowerParts;
    block[lower] ^= difference;
    block[upper] ^= difference << bits;
  }
}
