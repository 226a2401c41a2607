package io.pentimento.inpaint;

import java.util.Arrays;

/**
 * How many steps of a chess king the pixels of a grid are away from the nearest marked one: 0 on
 * it.
 */
final class ChessDistance {
  private ChessDistance() {}

  /**
   * Returns the distance of every pixel, row by row; larger than any in the grid if none is marked.
   */
  static int[] to(boolean[] marked, int width) {
    int height = marked.length / width;
    int[] distance = new int[marked.length];
    Arrays.fill(distance, width + height);
    for (int i = 0; i < marked.length; i++) {
      distance[i] = marked[i] ? 0 : Math.min(distance[i], before(distance, i, width, 1) + 1);
    }
    for (int i = marked.length - 1; i >= 0; i--) {
      distance[i] = Math.min(distance[i], before(distance, i, width, -1) + 1);
    }
    return distance;
  }

  /** Returns the least distance of the neighbours that come first in a direction of reading. */
  private static int before(int[] distance, int at, int width, int direction) {
    int x = at % width;
    boolean first = direction > 0 ? x == 0 : x == width - 1;
    boolean last = direction > 0 ? x == width - 1 : x == 0;
    int least = width + distance.length / width;
    if (!first) {
      least = Math.min(least, distance[at - direction]);
    }
    int above = at - direction * width;
    if (above >= 0 && above < distance.length) {
      least = Math.min(least, distance[above]);
      if (!first) {
        least = Math.min(least, distance[above - direction]);
      }
      if (!last) {
        least = Math.min(least, distance[above + direction]);
      }
    }
    return least;
  }
}
