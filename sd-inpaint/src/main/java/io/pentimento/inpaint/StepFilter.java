package io.pentimento.inpaint;

import java.util.Arrays;

/**
 * Filters lines of 8-bit levels that have few steps, as {@link LineFilter} does.
 *
 * <p>A line is the sum of its steps, so the filtered line is the sum of filtered steps, and a
 * filtered step of height d is d times the running sum of the taps.
 */
final class StepFilter {
  /** How far apart steps may be that are added together. */
  private static final int SPAN = 256;

  /** How many places could be added instead of beginning with other ones. */
  private static final int COST_OF_BEGINNING = 1000;

  private final int length;
  private final int reach;

  /** The sums of the first 1, 2, … taps, from {@link #SPAN} places before to as many behind. */
  private final char[] rise;

  private final Lanes lanes = new Lanes();
  private final short[] sums;
  private final long most;
  private final int[] places;
  private final int[] heights;
  private int count;

  /**
   * Makes room for lines.
   *
   * @param work how many places it costs to filter a line in another way
   */
  StepFilter(int[] taps, int length, long work) {
    this.length = length;
    this.reach = taps.length / 2;
    this.rise = new char[taps.length + 2 * SPAN];
    System.arraycopy(cumulated(taps), 0, rise, SPAN, taps.length);
    Arrays.fill(rise, SPAN + taps.length, rise.length, (char) 256);
    this.sums = new short[length];
    this.most = reach < length ? work / (2 * reach + COST_OF_BEGINNING) : 0;
    int steps = (int) Math.min(length, 4 * most + 4);
    this.places = new int[3 * steps];
    this.heights = new int[3 * steps];
  }

  private static char[] cumulated(int[] taps) {
    char[] result = new char[taps.length];
    int sum = 0;
    for (int i = 0; i < taps.length; i++) {
      sum += taps[i];
      result[i] = (char) sum;
    }
    return result;
  }

  /**
   * Filters a line, unless it has so many steps that the other way is faster.
   *
   * @param to what holds the levels of the line, and then the result
   * @return whether it did
   */
  boolean filter(byte[] from, byte[] to, int line) {
    if (!findSteps(from, line)) {
      return false;
    }
    mirrorSteps();
    if (count > 0) {
      int level = from[line + Math.abs(places[0] - 1)] & 0xff;
      int start = Math.max(0, places[0] - reach);
      int end = Math.min(length, places[count - 1] + reach);
      startSums(level, start);
      for (int first = 0, next; first < count; first = next) {
        next = endOfGroup(first);
        addGroup(first, next);
      }
      for (int x = start; x < end; x += Lanes.MOST) {
        lanes.narrow(sums, x, Math.min(Lanes.MOST, end - x), to, line + x);
      }
    }
    return true;
  }

  /** Lists the steps of a line unless there are too many. */
  private boolean findSteps(byte[] from, int line) {
    count = 0;
    long groups = 0;
    int first = 0;
    int x = 0;
    while (true) {
      int same =
          Arrays.mismatch(from, line + x, line + length - 1, from, line + x + 1, line + length);
      if (same < 0) {
        return groups <= most;
      }
      x += same + 1;
      if (count == 0 || count - first == 4 || x - places[first] > SPAN) {
        first = count;
        if (++groups > most) {
          return false;
        }
      }
      places[count] = x;
      heights[count] = (from[line + x] & 0xff) - (from[line + x - 1] & 0xff);
      count++;
    }
  }

  /** Adds the mirrored steps beyond both ends that reach into the line, keeping the order. */
  private void mirrorSteps() {
    int before = 0;
    while (before < count && places[before] <= reach) {
      before++;
    }
    System.arraycopy(places, 0, places, before, count);
    System.arraycopy(heights, 0, heights, before, count);
    for (int i = 0; i < before; i++) {
      places[i] = 1 - places[2 * before - 1 - i];
      heights[i] = -heights[2 * before - 1 - i];
    }
    count += before;
    int last = count - 1;
    for (int i = last; i >= before && 2 * length - 1 - places[i] - reach < length; i--) {
      places[count] = 2 * length - 1 - places[i];
      heights[count] = -heights[i];
      count++;
    }
  }

  private int endOfGroup(int first) {
    int end = first + 1;
    while (end < count && end - first < 4 && places[end] - places[first] <= SPAN) {
      end++;
    }
    return end;
  }

  /** Starts sums with one half plus the level that was reached with the groups before. */
  private void startSums(int startLevel, int start) {
    int level = startLevel;
    int x = start;
    for (int first = 0, next; first < count; first = next) {
      next = endOfGroup(first);
      int end = Math.min(length, places[next - 1] + reach);
      if (x < end) {
        Arrays.fill(sums, x, end, (short) (256 * level + 128));
        x = end;
      }
      for (int i = first; i < next; i++) {
        level += heights[i];
      }
    }
  }

  private void addGroup(int first, int end) {
    int from = Math.max(0, places[first] - reach);
    int to = Math.min(length, places[end - 1] + reach);
    if (from >= to) {
      return;
    }
    int second = Math.min(first + 1, end - 1);
    int third = Math.min(first + 2, end - 1);
    int fourth = end - 1;
    int at = from + reach + SPAN;
    Lanes.addFour(
        sums,
        from,
        to - from,
        rise,
        at - places[first],
        heights[first],
        at - places[second],
        end - first > 1 ? heights[second] : 0,
        at - places[third],
        end - first > 2 ? heights[third] : 0,
        at - places[fourth],
        end - first > 3 ? heights[fourth] : 0);
  }
}
