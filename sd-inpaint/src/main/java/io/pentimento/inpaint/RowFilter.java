package io.pentimento.inpaint;

import java.util.Arrays;

/** Filters rows of a picture, step by step where there are few steps. */
final class RowFilter {
  /** How many rows are taken for busy without looking after one that was. */
  private static final int ALIKE = 7;

  /** Running sums along a row are made one by one. */
  private static final int COST_OF_SUMS = 25;

  private final int width;
  private final LineFilter filter;
  private final StepFilter stepFilter;

  RowFilter(int[] taps, int width) {
    this.width = width;
    TapTerms terms = TapTerms.of(taps, COST_OF_SUMS);
    this.filter = new LineFilter(taps, terms, width, 1);
    this.stepFilter = new StepFilter(taps, width, (long) terms.count() * width / 4);
  }

  /** Filters rows of a picture into a copy of it. */
  void filter(byte[] from, byte[] to, int top, int bottom) {
    int busy = 0;
    for (int y = top; y < bottom; y++) {
      int row = y * width;
      if (y > top && Arrays.equals(from, row, row + width, from, row - width, row)) {
        System.arraycopy(to, row - width, to, row, width);
      } else if (busy > 0) {
        busy--;
        filterLevels(from, to, row);
      } else if (!stepFilter.filter(from, to, row)) {
        busy = ALIKE;
        filterLevels(from, to, row);
      }
    }
  }

  private void filterLevels(byte[] from, byte[] to, int row) {
    filter.put(from, row, 0, width);
    filter.prepare(0, width);
    for (int x = 0; x < width; x += Lanes.MOST) {
      filter.filter(x, Math.min(width, x + Lanes.MOST), to, row + x);
    }
  }
}
