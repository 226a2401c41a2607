package io.pentimento.inpaint;

import java.util.Arrays;

/**
 * Filters the columns of an 8-bit picture with symmetric whole-number taps that sum to 256,
 * rounding to 8 bits.
 *
 * <p>The result is exact, and two things make it fast. Where a column does not change within the
 * reach of the filter, the result is the column itself: that is found out for blocks of columns at
 * a time, and holds for most of a mask. And since all sums stay below 2^16, four columns are added
 * in one number ({@link Lanes}), with as few additions as the taps allow ({@link TapGroups}).
 */
final class ColumnFilter {
  /**
   * How many columns are worked on at once: their rows within the filter's reach should stay in the
   * cache.
   */
  private static final int STRIP = 1024;

  /** How many columns are looked at together when searching what does not change. */
  private static final int BLOCK = 64;

  private final int reach;
  private final TapGroups groups;

  ColumnFilter(int[] taps) {
    this.reach = taps.length / 2;
    this.groups = TapGroups.of(taps);
  }

  /** Filters a picture in place, whose width is a multiple of 8. */
  void filter(byte[] picture, int width, int height) {
    Window window = new Window(picture, width, height, reach, Math.min(STRIP, width));
    for (int left = 0; left < width; left += STRIP) {
      window.moveTo(left, Math.min(STRIP, width - left));
      new Strip(picture, width, height, left, window).filter();
    }
  }

  /** Some neighbouring columns of a picture. */
  private final class Strip {
    private final byte[] picture;
    private final int width;
    private final int height;
    private final int left;
    private final int columns;
    private final Window window;
    private final long[] sums;
    private final long[][] boxes;

    /** For each block, the last place of the window where it differs from the place before. */
    private final int[] lastChange;

    /** The blocks that were changing within reach of the row before. */
    private int changingBefore;

    Strip(byte[] picture, int width, int height, int left, Window window) {
      this.picture = picture;
      this.width = width;
      this.height = height;
      this.left = left;
      this.window = window;
      this.columns = Math.min(STRIP, width - left);
      this.sums = new long[columns / 4];
      this.boxes = new long[groups.boxes().length][columns / 4];
      this.lastChange = new int[(columns + BLOCK - 1) / BLOCK];
    }

    void filter() {
      if (!window.changes()) {
        return;
      }
      for (int place = 1; place < 2 * reach; place++) {
        noteChanges(place);
      }
      for (int y = 0; y < height; y++) {
        noteChanges(y + 2 * reach);
        filterRow(y);
      }
    }

    private void noteChanges(int place) {
      int bits = place == 0 ? 0 : window.changes(place);
      for (; bits != 0; bits &= bits - 1) {
        lastChange[Integer.numberOfTrailingZeros(bits)] = place;
      }
    }

    private void filterRow(int y) {
      int changing = 0;
      for (int block = 0; block < lastChange.length; block++) {
        changing |= lastChange[block] > y ? 1 << block : 0;
      }
      if (changing != 0) {
        long[][] rows = window.rowsUpTo(y + 2 * reach);
        startBoxes(rows, y, changing & ~changingBefore);
        for (int rest = changing; rest != 0; ) {
          int block = Integer.numberOfTrailingZeros(rest);
          int end = block + Integer.numberOfTrailingZeros(~(rest >>> block));
          rest &= end >= 32 ? 0 : -1 << end;
          int from = block * BLOCK;
          int to = Math.min(end * BLOCK, columns);
          groups.sum(rows, y, boxes, sums, from / 4, to / 4);
          Lanes.pack(sums, from, to, picture, y * width + left);
        }
      }
      changingBefore = changing;
    }

    /** Sets the box sums of blocks that begin to change to those of the row before. */
    private void startBoxes(long[][] rows, int y, int blocks) {
      for (int rest = blocks; rest != 0; rest &= rest - 1) {
        int from = Integer.numberOfTrailingZeros(rest) * BLOCK;
        groups.startBoxes(rows, y, boxes, from / 4, Math.min(from + BLOCK, columns) / 4);
      }
    }
  }

  /**
   * The rows of a strip that the filter touches, as lanes, mirrored at both ends of the picture.
   */
  private static final class Window {
    private final byte[] picture;
    private final int width;
    private final int height;
    private final int reach;

    /** By place: row 0 is at {@code reach}. */
    private final long[][] rows;

    /** Memory for the different rows that are in reach at a time. */
    private final long[][] ring;

    private final long[][] unpacked;
    private final int[] changes;
    private int left;
    private int columns;
    private int different;
    private int nextRow;
    private int nextPlace;

    Window(byte[] picture, int width, int height, int reach, int columns) {
      this.picture = picture;
      this.width = width;
      this.height = height;
      this.reach = reach;
      this.rows = new long[height + 2 * reach][];
      this.ring = new long[Math.min(height, 2 * reach + 2)][columns / 4];
      this.unpacked = new long[height][];
      this.changes = new int[height];
    }

    void moveTo(int newLeft, int newColumns) {
      left = newLeft;
      columns = newColumns;
      different = 0;
      nextRow = 0;
      nextPlace = 0;
      for (int y = 1; y < height; y++) {
        changes[y] = changedBlocks(y);
      }
    }

    /** Tells whether any two rows differ. */
    boolean changes() {
      return Arrays.stream(changes).anyMatch(blocks -> blocks != 0);
    }

    /** Returns one bit for each block that differs between a place and the one before. */
    int changes(int place) {
      return changes[Math.max(mirrored(place - reach), mirrored(place - 1 - reach))];
    }

    private int changedBlocks(int y) {
      int at = y * width + left;
      if (Arrays.equals(picture, at, at + columns, picture, at - width, at - width + columns)) {
        return 0;
      }
      int bits = 0;
      for (int from = 0; from < columns; from += BLOCK) {
        int to = Math.min(from + BLOCK, columns);
        if (!Arrays.equals(
            picture, at + from, at + to, picture, at - width + from, at - width + to)) {
          bits |= 1 << (from / BLOCK);
        }
      }
      return bits;
    }

    /**
     * Returns the rows by place, filled up to a place; they are read before the picture is changed
     * there.
     */
    long[][] rowsUpTo(int place) {
      for (; nextPlace <= place; nextPlace++) {
        int row = mirrored(nextPlace - reach);
        for (; nextRow <= row; nextRow++) {
          unpack(nextRow);
        }
        rows[nextPlace] = unpacked[row];
      }
      return rows;
    }

    private void unpack(int row) {
      if (row > 0 && changes[row] == 0) {
        unpacked[row] = unpacked[row - 1];
      } else {
        unpacked[row] = ring[different % ring.length];
        different++;
        Lanes.unpack(picture, row * width + left, columns, unpacked[row]);
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
  }
}
