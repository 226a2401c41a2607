package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;

/** What of an extended picture is there: the original, and what was painted beside it so far. */
final class PaintedArea {
  private static final byte PAINTED = 1;
  private static final byte ORIGINAL = 2;

  private final ImageSize canvas;
  private final byte[] states;

  PaintedArea(ImageSize canvas, Rectangle original) {
    this.canvas = canvas;
    this.states = new byte[canvas.width() * canvas.height()];
    set(original, ORIGINAL);
  }

  private void set(Rectangle box, byte state) {
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        int at = y * canvas.width() + x;
        states[at] = states[at] == 0 ? state : states[at];
      }
    }
  }

  /** Marks what was new in a box as painted. */
  void paint(Rectangle box) {
    set(box, PAINTED);
  }

  /** Returns how many pixels of a box are there. */
  int count(Rectangle box) {
    int count = 0;
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        count += states[y * canvas.width() + x] == 0 ? 0 : 1;
      }
    }
    return count;
  }

  /**
   * Marks what is to be painted in a box.
   *
   * @param wanted what is wanted in the end; the rest is left alone
   */
  Mask missing(Rectangle box, Rectangle wanted) {
    byte[] levels = new byte[box.width * box.height];
    Rectangle part = box.intersection(wanted);
    for (int y = part.y; y < part.y + part.height; y++) {
      for (int x = part.x; x < part.x + part.width; x++) {
        boolean free = states[y * canvas.width() + x] == 0;
        levels[(y - box.y) * box.width + x - box.x] = (byte) (free ? 255 : 0);
      }
    }
    return Mask.of(new ImageSize(box.width, box.height), levels);
  }

  /**
   * Widens what is missing into what is there, fading out.
   *
   * @param seam over how many pixels of the original
   * @param blend over how many pixels of what was painted before
   */
  Mask faded(Mask missing, Rectangle box, int seam, int blend) {
    int[] distance = ChessDistance.to(marked(missing), box.width);
    byte[] levels = missing.pixels().samples().clone();
    for (int i = 0; i < levels.length; i++) {
      int x = box.x + i % box.width;
      int y = box.y + i / box.width;
      byte state = states[y * canvas.width() + x];
      int reach = state == ORIGINAL ? seam : state == PAINTED ? blend : 0;
      if (distance[i] > 0 && distance[i] <= reach) {
        levels[i] = (byte) (255 * (reach + 1 - distance[i]) / (reach + 1));
      }
    }
    return Mask.of(missing.size(), levels);
  }

  private static boolean[] marked(Mask mask) {
    byte[] levels = mask.pixels().samples();
    boolean[] marked = new boolean[levels.length];
    for (int i = 0; i < levels.length; i++) {
      marked[i] = levels[i] != 0;
    }
    return marked;
  }
}
