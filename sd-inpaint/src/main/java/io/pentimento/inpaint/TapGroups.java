package io.pentimento.inpaint;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The taps of a symmetric filter in the order in which they are cheapest to apply: rows with the same weight are added
 * before they are multiplied, eight at a time.
 *
 * @param middle the place of the middle tap
 * @param middleTap its weight
 * @param eights weights and eight places each
 * @param twos weights and two places each
 */
record TapGroups(int middle, int middleTap, List<Group> eights, List<Group> twos) {
  /** Places of equal weight. */
  record Group(int weight, int[] places) {}

  static TapGroups of(int[] taps) {
    int middle = taps.length / 2;
    TreeMap<Integer, List<Integer>> placesByTap = new TreeMap<>();
    for (int i = 0; i < middle; i++) {
      if (taps[i] != 0) {
        List<Integer> places = placesByTap.computeIfAbsent(taps[i], tap -> new ArrayList<>());
        places.add(i);
        places.add(taps.length - 1 - i);
      }
    }
    List<Group> eights = new ArrayList<>();
    List<Group> twos = new ArrayList<>();
    placesByTap.forEach(
        (tap, places) -> {
          int at = 0;
          for (; at + 8 <= places.size(); at += 8) {
            eights.add(group(tap, places.subList(at, at + 8)));
          }
          for (; at < places.size(); at += 2) {
            twos.add(group(tap, places.subList(at, at + 2)));
          }
        });
    return new TapGroups(middle, taps[middle], eights, twos);
  }

  private static Group group(int tap, List<Integer> places) {
    return new Group(tap, places.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Sums the rows of a window from a row on, weighted, for some of their lanes. */
  void sum(long[][] window, int top, long[] sums, int from, int to) {
    Lanes.start(sums, from, to, middleTap, window[top + middle]);
    for (Group group : eights) {
      int[] p = group.places();
      Lanes.addEight(
          sums, from, to, group.weight(),
          window[top + p[0]], window[top + p[1]], window[top + p[2]], window[top + p[3]],
          window[top + p[4]], window[top + p[5]], window[top + p[6]], window[top + p[7]]);
    }
    for (Group group : twos) {
      int[] p = group.places();
      Lanes.addTwo(sums, from, to, group.weight(), window[top + p[0]], window[top + p[1]]);
    }
  }
}
