package io.pentimento.inpaint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The taps of a filter as few additions: what is summed of the levels themselves, and of their
 * running sums.
 *
 * <p>A running sum of lag L adds up every L-th level. The difference of two of them is a sum over
 * every L-th place between, however many there are. So taps that stay the same, or that repeat with
 * a period of L, cost two terms for the whole stretch, and one more for each exception. The taps of
 * a wide Gaussian are of that kind: sigma 32 has 127 taps but needs 29 terms of lag 2.
 *
 * @param lag the lag of the running sums, 0 if none are used
 * @param levels what is added of the levels
 * @param sums what is added of the running sums
 */
record TapTerms(int lag, List<Term> levels, List<Term> sums) {
  static final int LONGEST_LAG = 3;

  /**
   * What is at a place, times a factor.
   *
   * @param place counted from the first tap; running sums also take places before it
   */
  record Term(int place, int factor) {}

  /**
   * Finds the terms of taps.
   *
   * @param costOfSums how many terms it costs to make running sums
   */
  static TapTerms of(int[] taps, int costOfSums) {
    TapTerms best = plain(taps);
    for (int lag = 1; lag <= LONGEST_LAG; lag++) {
      TapTerms terms = withSums(taps, lag);
      if (terms.count() + costOfSums < best.count() + (best.lag() == 0 ? 0 : costOfSums)) {
        best = terms;
      }
    }
    return best;
  }

  private static TapTerms plain(int[] taps) {
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < taps.length; i++) {
      if (taps[i] != 0) {
        terms.add(new Term(i, taps[i]));
      }
    }
    return new TapTerms(0, terms, List.of());
  }

  private static TapTerms withSums(int[] taps, int lag) {
    List<Term> levels = new ArrayList<>();
    List<Term> sums = new ArrayList<>();
    for (int first = 0; first < lag; first++) {
      int[] stretches = stretches(everyNth(taps, first, lag));
      int before = 0;
      for (int i = 0; i <= stretches.length; i++) {
        int place = first + i * lag;
        int factor = i < stretches.length ? stretches[i] : 0;
        if (factor != before) {
          sums.add(new Term(place - lag, before - factor));
        }
        if (i < stretches.length && factor != taps[place]) {
          levels.add(new Term(place, taps[place] - factor));
        }
        before = factor;
      }
    }
    // Neighbours are added together, so that what they need is still in the cache.
    levels.sort(Comparator.comparingInt(Term::place));
    sums.sort(Comparator.comparingInt(Term::place));
    return new TapTerms(lag, levels, sums);
  }

  private static int[] everyNth(int[] taps, int first, int n) {
    int[] result = new int[Math.max(0, (taps.length - first + n - 1) / n)];
    Arrays.setAll(result, i -> taps[first + i * n]);
    return result;
  }

  /**
   * Finds the numbers that change as seldom as possible while differing from the taps as seldom as
   * possible: those for which the count of both is least, found place by place for each number that
   * the place could have (Viterbi's algorithm).
   */
  private static int[] stretches(int[] taps) {
    int choices = Arrays.stream(taps).max().orElse(0) + 1;
    int[][] before = new int[taps.length][choices];
    int[] cost = new int[choices];
    Arrays.setAll(cost, choice -> choice == 0 ? 0 : 1);
    for (int i = 0; i < taps.length; i++) {
      int cheapest = cheapest(cost);
      int costOfChange = cost[cheapest] + 1;
      for (int choice = 0; choice < choices; choice++) {
        boolean changed = i > 0 && costOfChange < cost[choice];
        before[i][choice] = changed ? cheapest : choice;
        cost[choice] = (changed ? costOfChange : cost[choice]) + (choice == taps[i] ? 0 : 1);
      }
    }
    for (int choice = 1; choice < choices; choice++) {
      cost[choice]++;
    }
    int[] result = new int[taps.length];
    int choice = cheapest(cost);
    for (int i = taps.length - 1; i >= 0; i--) {
      result[i] = choice;
      choice = before[i][choice];
    }
    return result;
  }

  private static int cheapest(int[] cost) {
    int best = 0;
    for (int choice = 1; choice < cost.length; choice++) {
      if (cost[choice] < cost[best]) {
        best = choice;
      }
    }
    return best;
  }

  /** Returns how many terms there are. */
  int count() {
    return levels.size() + sums.size();
  }
}
