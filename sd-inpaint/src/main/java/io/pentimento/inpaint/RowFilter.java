package io.pentimento.inpaint;

import java.util.Arrays;

/**
 * Filters rows of an 8-bit picture with symmetric whole-number taps that sum to 256, one step of
 * brightness after the other: exact, and the faster the fewer steps there are.
 *
 * <p>A row is the sum of its steps, so its filtered row is the sum of filtered steps, and a
 * filtered step of height d is d times the running sum of the taps. Where no step is within reach,
 * the row stays as it is.
 */
final class RowFilter {
  /** How much work a pixel may cause on average before filtering transposed rows is faster. */
  private static final int WORK_PER_PIXEL = 4;

  /** Of how many rows one is looked at beforehand. */
  private static final int SAMPLED_ROWS = 16;

  private final int reach;
  private final int width;

  /** The sums of the first 1, 2, … taps. */
  private final int[] rise;

  private final int[] places;
  private final int[] heights;
  private final int[] sums;
  private final int[] settled;

  RowFilter(int[] taps, int width) {
    this.reach = taps.length / 2;
    this.width = width;
    this.rise = taps.clone();
    Arrays.parallelPrefix(rise, Integer::sum);
    this.places = new int[3 * width];
    this.heights = new int[3 * width];
    this.sums = new int[width];
    this.settled = new int[width + 1];
  }

  /**
   * Filters all rows, unless that would be slow.
   *
   * @param to a copy of {@code from}, which becomes the result
   * @return whether that was done; if not, {@code to} is spoilt
   */
  boolean filter(byte[] from, byte[] to, int height) {
    long workLeft = (long) WORK_PER_PIXEL * width * height;
    if (reach >= width || estimatedWork(from, height) > workLeft) {
      return false;
    }
    for (int y = 0; y < height; y++) {
      int row = y * width;
      if (y > 0 && Arrays.equals(from, row, row + width, from, row - width, row)) {
        System.arraycopy(to, row - width, to, row, width);
      } else {
        int limit = (int) Math.min(width, workLeft / (2 * reach + 1));
        int steps = findSteps(from, row, limit);
        if (steps > limit) {
          return false;
        }
        workLeft -= (2L * reach + 1) * steps;
        filterSteps(from, row, to, mirrorSteps(steps));
      }
    }
    return true;
  }

  /** Counts the steps of every 16th row. */
  private long estimatedWork(byte[] from, int height) {
    long steps = 0;
    for (int y = 0; y < height; y += SAMPLED_ROWS) {
      steps += findSteps(from, y * width, width);
    }
    return steps * SAMPLED_ROWS * (2L * reach + 1);
  }

  /** Lists the steps of a row; returns their number, or more than the limit when there are more. */
  private int findSteps(byte[] from, int row, int limit) {
    int count = 0;
    int x = 0;
    while (true) {
      int same = Arrays.mismatch(from, row + x, row + width - 1, from, row + x + 1, row + width);
      if (same < 0) {
        return count;
      }
      x += same + 1;
      if (count == limit) {
        return limit + 1;
      }
      places[count] = x;
      heights[count] = (from[row + x] & 0xff) - (from[row + x - 1] & 0xff);
      count++;
    }
  }

  /**
   * Adds the mirrored steps beyond both borders that reach into the row, keeping the order; returns
   * their number.
   */
  private int mirrorSteps(int steps) {
    int before = 0;
    while (before < steps && places[before] <= reach) {
      before++;
    }
    System.arraycopy(places, 0, places, before, steps);
    System.arraycopy(heights, 0, heights, before, steps);
    for (int i = 0; i < before; i++) {
      places[i] = 1 - places[2 * before - 1 - i];
      heights[i] = -heights[2 * before - 1 - i];
    }
    int count = before + steps;
    for (int i = count - 1; i >= before && 2 * width - 1 - places[i] - reach < width; i--) {
      places[count] = 2 * width - 1 - places[i];
      heights[count] = -heights[i];
      count++;
    }
    return count;
  }

  /** Filters groups of steps that are within reach of each other. */
  private void filterSteps(byte[] from, int row, byte[] to, int steps) {
    int first = 0;
    while (first < steps) {
      int end = first + 1;
      while (end < steps && places[end] - reach <= places[end - 1] + reach) {
        end++;
      }
      filterGroup(from, row, to, first, end);
      first = end;
    }
  }

  private void filterGroup(byte[] from, int row, byte[] to, int first, int end) {
    int low = Math.max(0, places[first] - reach);
    int high = Math.min(width, places[end - 1] + reach);
    if (low >= high) {
      return;
    }
    Arrays.fill(sums, low, high, 0);
    Arrays.fill(settled, low, high + 1, 0);
    for (int i = first; i < end; i++) {
      int start = places[i] - reach;
      int stop = Math.min(high, places[i] + reach);
      for (int x = Math.max(low, start); x < stop; x++) {
        sums[x] += heights[i] * rise[x - start];
      }
      settled[Math.max(low, Math.min(high, places[i] + reach))] += heights[i];
    }
    int before = places[first] - 1;
    int level = from[row + Math.abs(before)] & 0xff;
    for (int x = low; x < high; x++) {
      level += settled[x];
      to[row + x] = (byte) ((256 * level + sums[x] + 128) >> 8);
    }
  }
}
