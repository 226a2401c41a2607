package io.pentimento.inpaint;

/**
 * Filters columns of a picture, many side by side. Where none of them changes within the reach of
 * the filter, the result is what is there already: most of a mask is left alone.
 */
final class ColumnFilter {
  /** How many rows are looked at together when searching what does not change. */
  static final int BLOCK = 16;

  /** How many rows are filtered together. */
  private static final int PIECE = Lanes.MOST / Lanes.COLUMNS;

  private static final int COST_OF_SUMS = 5;

  private final byte[] picture;
  private final int width;
  private final int height;
  private final int reach;
  private final LineFilter filter;
  private final byte[] piece = new byte[Lanes.MOST];

  /** The left end of the present columns. */
  private int left;

  /** How many of the present rows have been put into the filter. */
  private int taken;

  ColumnFilter(int[] taps, byte[] picture, int width, int height) {
    this.picture = picture;
    this.width = width;
    this.height = height;
    this.reach = taps.length / 2;
    this.filter = new LineFilter(taps, TapTerms.of(taps, COST_OF_SUMS), height, Lanes.COLUMNS);
  }

  /**
   * Filters columns in place.
   *
   * @param changes for each block of rows, whether any of the columns differs there from the row
   *     above
   */
  void filter(int newLeft, boolean[] changes) {
    left = newLeft;
    taken = 0;
    int[] lastChange = lastChange(changes);
    int start = -1;
    for (int block = 0; block < changes.length; block++) {
      int row = block * BLOCK;
      int lastInReach = Math.min(height - 1, row + BLOCK - 1 + reach) / BLOCK;
      if (lastChange[lastInReach] >= Math.max(0, row + 1 - reach) / BLOCK) {
        start = start < 0 ? row : start;
      } else if (start >= 0) {
        filterRows(start, row);
        start = -1;
      }
    }
    if (start >= 0) {
      filterRows(start, height);
    }
  }

  /** Returns for each block the last one up to it with changes, or -1. */
  private static int[] lastChange(boolean[] changes) {
    int[] result = new int[changes.length];
    int last = -1;
    for (int block = 0; block < changes.length; block++) {
      last = changes[block] ? block : last;
      result[block] = last;
    }
    return result;
  }

  private void filterRows(int from, int to) {
    take(Math.max(0, from - reach), Math.min(height, to + reach));
    filter.prepare(from, to);
    int columns = Math.min(Lanes.COLUMNS, width - left);
    for (int start = from; start < to; start += PIECE) {
      int end = Math.min(to, start + PIECE);
      filter.filter(start, end, piece, 0);
      for (int y = start; y < end; y++) {
        System.arraycopy(piece, (y - start) * Lanes.COLUMNS, picture, y * width + left, columns);
      }
    }
  }

  /** Puts rows into the filter, but for those that are there: they may have been filtered since. */
  private void take(int from, int to) {
    int columns = Math.min(Lanes.COLUMNS, width - left);
    taken = Math.max(taken, from);
    while (taken < to) {
      int end = Math.min(to, taken + PIECE);
      for (int y = taken; y < end; y++) {
        System.arraycopy(picture, y * width + left, piece, (y - taken) * Lanes.COLUMNS, columns);
      }
      filter.put(piece, 0, taken, end);
      taken = end;
    }
  }
}
