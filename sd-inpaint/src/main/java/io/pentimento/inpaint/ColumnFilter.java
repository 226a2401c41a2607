package io.pentimento.inpaint;

import java.util.Arrays;

/**
 * Filters the columns of an 8-bit picture with symmetric whole-number taps that sum to 256, rounding to 8 bits.
 *
 * <p>The result is exact, and two things make it fast. Where a column does not change within the reach of the filter, the
 * result is the column itself: that is found out for blocks of columns at a time, and holds for most of a mask. And since
 * all sums stay below 2^16, four columns are added in one number ({@link Lanes}).
 */
final class ColumnFilter {
  /** How many columns are worked on at once: their rows within the filter's reach should stay in the cache. */
  private static final int STRIP = 1024;

  /** How many columns are looked at together when searching what does not change. */
  private static final int BLOCK = 64;

  private final int reach;
  private final TapGroups groups;

  ColumnFilter(int[] taps) {
    this.reach = taps.length / 2;
    this.groups = TapGroups.of(taps);
  }

  /** Filters a picture whose width is a multiple of 8; rows beyond the height stay 0. */
  byte[] filter(byte[] picture, int width, int height) {
    byte[] result = new byte[picture.length];
    for (int left = 0; left < width; left += STRIP) {
      new Strip(picture, result, width, height, left).filter();
    }
    return result;
  }

  /** Some neighbouring columns of a picture. */
  private final class Strip {
    private final byte[] picture;
    private final byte[] result;
    private final int width;
    private final int height;
    private final int left;
    private final int columns;

    /** For each row, one bit for each block that differs from the row above. */
    private final int[] changes;

    /** The rows that the filter touches, mirrored at both ends, as lanes. */
    private final long[][] window;

    private final long[] sums;

    Strip(byte[] picture, byte[] result, int width, int height, int left) {
      this.picture = picture;
      this.result = result;
      this.width = width;
      this.height = height;
      this.left = left;
      this.columns = Math.min(STRIP, width - left);
      this.changes = new int[height];
      this.window = new long[height + 2 * reach][];
      this.sums = new long[columns / 4];
    }

    void filter() {
      boolean plain = true;
      for (int y = 1; y < height; y++) {
        changes[y] = changedBlocks(y);
        plain &= changes[y] == 0;
      }
      if (!plain) {
        unpack();
      }
      int[] lastChange = new int[(columns + BLOCK - 1) / BLOCK];
      for (int i = 1; i < 2 * reach; i++) {
        noteChanges(i, lastChange);
      }
      for (int y = 0; y < height; y++) {
        noteChanges(y + 2 * reach, lastChange);
        filterRow(y, lastChange);
      }
    }

    private int changedBlocks(int y) {
      int at = y * width + left;
      if (Arrays.equals(picture, at, at + columns, picture, at - width, at - width + columns)) {
        return 0;
      }
      int bits = 0;
      for (int from = 0; from < columns; from += BLOCK) {
        int to = Math.min(from + BLOCK, columns);
        if (!Arrays.equals(picture, at + from, at + to, picture, at - width + from, at - width + to)) {
          bits |= 1 << from / BLOCK;
        }
      }
      return bits;
    }

    private void unpack() {
      long[][] rows = new long[height][];
      for (int y = 0; y < height; y++) {
        rows[y] = y > 0 && changes[y] == 0 ? rows[y - 1] : Lanes.unpack(picture, y * width + left, columns);
      }
      for (int i = 0; i < window.length; i++) {
        window[i] = rows[mirrored(i - reach)];
      }
    }

    private int mirrored(int y) {
      if (height == 1) {
        return 0;
      }
      int period = 2 * (height - 1);
      int place = Math.floorMod(y, period);
      return Math.min(place, period - place);
    }

    /** Remembers which blocks change from the row before a place of the window to the row there. */
    private void noteChanges(int place, int[] lastChange) {
      if (place > 0) {
        int bits = changes[Math.max(mirrored(place - reach), mirrored(place - 1 - reach))];
        for (; bits != 0; bits &= bits - 1) {
          lastChange[Integer.numberOfTrailingZeros(bits)] = place;
        }
      }
    }

    private void filterRow(int y, int[] lastChange) {
      int block = 0;
      while (block < lastChange.length) {
        boolean changing = lastChange[block] > y;
        int end = block + 1;
        while (end < lastChange.length && lastChange[end] > y == changing) {
          end++;
        }
        int from = block * BLOCK;
        int to = Math.min(end * BLOCK, columns);
        int at = y * width + left;
        if (changing) {
          groups.sum(window, y, sums, from / 4, to / 4);
          Lanes.pack(sums, from, to, result, at);
        } else {
          System.arraycopy(picture, at + from, result, at + from, to - from);
        }
        block = end;
      }
    }
  }
}
