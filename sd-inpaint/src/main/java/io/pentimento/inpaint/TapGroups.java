package io.pentimento.inpaint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The taps of a symmetric filter as the cheapest sum found of boxes around the middle, which move
 * along with two additions however long they are, and of single taps, of which those with equal
 * weights are added before they are multiplied.
 *
 * @param middle the place of the middle tap
 * @param middleTap its weight, beside the boxes
 * @param boxes how far each box of weight 1 reaches from the middle
 * @param fours weights and four places each
 * @param twos weights and two places each
 */
record TapGroups(int middle, int middleTap, int[] boxes, List<Group> fours, List<Group> twos) {
  /** How many single taps a box must save to be worth it. */
  private static final int BOX_COST = 4;

  /** Places of equal weight. */
  record Group(int weight, int[] places) {}

  static TapGroups of(int[] taps) {
    int[] rest = taps.clone();
    int[] boxes = takeBoxes(rest);
    int middle = taps.length / 2;
    TreeMap<Integer, List<Integer>> placesByTap = new TreeMap<>();
    for (int i = 0; i < middle; i++) {
      if (rest[i] != 0) {
        List<Integer> places = placesByTap.computeIfAbsent(rest[i], tap -> new ArrayList<>());
        places.add(i);
        places.add(taps.length - 1 - i);
      }
    }
    List<Group> fours = new ArrayList<>();
    List<Group> twos = new ArrayList<>();
    placesByTap.forEach(
        (tap, places) -> {
          int at = 0;
          for (; at + 4 <= places.size(); at += 4) {
            fours.add(group(tap, places.subList(at, at + 4)));
          }
          for (; at < places.size(); at += 2) {
            twos.add(group(tap, places.subList(at, at + 2)));
          }
        });
    return new TapGroups(middle, rest[middle], boxes, fours, twos);
  }

  private static Group group(int tap, List<Integer> places) {
    return new Group(tap, places.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Subtracts boxes from the taps as long as that leaves clearly fewer of them. */
  private static int[] takeBoxes(int[] rest) {
    int middle = rest.length / 2;
    int[] boxes = new int[256];
    int count = 0;
    while (true) {
      int saved = saved(rest[middle]);
      int best = 0;
      int bestHalf = -1;
      for (int half = 1; half <= middle; half++) {
        saved += 2 * saved(rest[middle - half]);
        if (saved > best) {
          best = saved;
          bestHalf = half;
        }
      }
      if (best <= BOX_COST || count == boxes.length) {
        return Arrays.copyOf(boxes, count);
      }
      boxes[count++] = bestHalf;
      for (int i = middle - bestHalf; i <= middle + bestHalf; i++) {
        rest[i]--;
      }
    }
  }

  private static int saved(int tap) {
    return tap == 1 ? 1 : tap == 0 ? -1 : 0;
  }

  /**
   * Sets the boxes around the row before the first one that changes. Nothing within reach of that
   * row differs from it; but at the top of the picture there is no such row, and the boxes are
   * summed.
   */
  void startBoxes(long[][] window, int top, long[][] sums, int from, int to) {
    for (int i = 0; i < boxes.length; i++) {
      if (top > 0) {
        Lanes.set(sums[i], from, to, 2L * boxes[i] + 1, window[top + middle - 1]);
      } else {
        // As if the box were one row higher: its first row is taken for the one that leaves next.
        Lanes.set(sums[i], from, to, 1, window[middle - boxes[i]]);
        for (int place = middle - boxes[i]; place < middle + boxes[i]; place++) {
          Lanes.add(sums[i], from, to, window[place]);
        }
      }
    }
  }

  /** Sums the rows of a window from a row on, weighted, for some of their lanes. */
  void sum(long[][] window, int top, long[][] boxSums, long[] sums, int from, int to) {
    Lanes.start(sums, from, to, middleTap, window[top + middle]);
    for (int i = 0; i < boxes.length; i++) {
      int leaving = Math.max(top, 1) + middle - boxes[i] - 1;
      Lanes.slide(sums, from, to, boxSums[i], window[top + middle + boxes[i]], window[leaving]);
    }
    for (Group group : fours) {
      int[] p = group.places();
      Lanes.addFour(
          sums,
          from,
          to,
          group.weight(),
          window[top + p[0]],
          window[top + p[1]],
          window[top + p[2]],
          window[top + p[3]]);
    }
    for (Group group : twos) {
      int[] p = group.places();
      Lanes.addTwo(sums, from, to, group.weight(), window[top + p[0]], window[top + p[1]]);
    }
  }
}
