package io.pentimento.inpaint;

import java.util.Arrays;
import java.util.List;

/**
 * Filters one line of 8-bit levels, or several side by side, with symmetric whole-number taps that
 * sum to 256, rounding to 8 bits. Lines are mirrored at their ends.
 *
 * <p>What the taps and levels sum up to is found with few additions ({@link TapTerms}), each for
 * many places at once ({@link Lanes}).
 */
final class LineFilter {
  private final int length;
  private final int lines;
  private final int reach;
  private final int lag;
  private final Weights ofLevels;
  private final Weights ofRunningSums;
  private final Lanes lanes = new Lanes();

  /** The levels from {@code reach} before the lines to as much behind them, with some room. */
  private final char[] levels;

  private final char[] runningSums;
  private final short[] sums;

  /**
   * Makes room for lines.
   *
   * @param lines how many there are side by side
   */
  LineFilter(int[] taps, TapTerms terms, int length, int lines) {
    this.length = length;
    this.lines = lines;
    this.reach = taps.length / 2;
    this.lag = terms.lag();
    this.ofLevels = Weights.of(terms.levels(), reach, lines);
    this.ofRunningSums = Weights.of(terms.sums(), reach, lines);
    // Arrays of one size, a multiple of 64 bytes with the 16 of their headers, mostly lie alike in
    // the cache lines; then adding the one to the other is half as fast again.
    int size = Math.max(at(length + reach), Lanes.MOST) / 32 * 32 + 56;
    this.levels = new char[size];
    this.runningSums = new char[lag == 0 ? 0 : size];
    this.sums = new short[size];
  }

  /** What to add, four by four, as distances in lanes from the middle of the filter. */
  private record Weights(int[] distances, int[] factors) {
    static Weights of(List<TapTerms.Term> terms, int reach, int lines) {
      int count = (terms.size() + 3) / 4 * 4;
      int[] distances = new int[count];
      int[] factors = new int[count];
      for (int i = 0; i < terms.size(); i++) {
        distances[i] = (terms.get(i).place() - reach) * lines;
        factors[i] = terms.get(i).factor();
      }
      return new Weights(distances, factors);
    }
  }

  /** Returns where the lanes of a place are. */
  private int at(int place) {
    return (place + reach + TapTerms.LONGEST_LAG) * lines;
  }

  /** Takes levels of some places: for each place a byte of each line. */
  void put(byte[] bytes, int at, int from, int to) {
    lanes.widen(bytes, at, (to - from) * lines, levels, at(from));
  }

  /**
   * Prepares for filtering some places. The levels within reach of them must have been put, as far
   * as they are within the lines.
   */
  void prepare(int from, int to) {
    mirror(reach - from, to + reach - length);
    if (lag > 0) {
      Lanes.sumUp(runningSums, levels, lag * lines, at(from - reach), at(to + reach));
    }
  }

  /**
   * Mirrors levels to some places before and behind the lines, from the inside to the outside:
   * those far out are mirrored from what was mirrored at the other end.
   */
  private void mirror(int before, int behind) {
    for (int i = 1; i <= Math.max(before, behind); i++) {
      int distance = length == 1 ? 0 : i;
      if (i <= before) {
        copy(distance, -i);
      }
      if (i <= behind) {
        copy(length - 1 - distance, length - 1 + i);
      }
    }
  }

  private void copy(int from, int to) {
    if (lines == 1) {
      levels[at(to)] = levels[at(from)];
    } else {
      System.arraycopy(levels, at(from), levels, at(to), lines);
    }
  }

  /** Filters some of the prepared places, at most {@link Lanes#MOST} together. */
  void filter(int from, int to, byte[] bytes, int at) {
    int count = (to - from) * lines;
    Arrays.fill(sums, 0, count, (short) 128);
    add(ofLevels, levels, at(from), count);
    add(ofRunningSums, runningSums, at(from), count);
    lanes.narrow(sums, 0, count, bytes, at);
  }

  private void add(Weights weights, char[] added, int at, int count) {
    int[] d = weights.distances();
    int[] f = weights.factors();
    for (int i = 0; i < d.length; i += 4) {
      Lanes.addFour(
          sums,
          0,
          count,
          added,
          at + d[i],
          f[i],
          at + d[i + 1],
          f[i + 1],
          at + d[i + 2],
          f[i + 2],
          at + d[i + 3],
          f[i + 3]);
    }
  }
}
