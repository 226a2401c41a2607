package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;

/** What of an extended picture is there: the original, and what was painted at this size so far. */
final class PaintedArea {
  private static final byte MISSING = 0;
  private static final byte PAINTED = 1;
  private static final byte ORIGINAL = 2;
  private static final byte OUTSIDE = 3;

  private final ImageSize canvas;
  private final byte[] states;

  /**
   * Begins with nothing painted.
   *
   * @param missing what is new
   * @param canvas what is worked on, which reaches farther to the right and below
   */
  PaintedArea(Mask missing, ImageSize canvas) {
    this.canvas = canvas;
    this.states = new byte[canvas.width() * canvas.height()];
    Mask placed = Mask.of(missing.pixels().onCanvas(canvas, 0, 0));
    byte[] levels = placed.pixels().samples();
    for (int i = 0; i < states.length; i++) {
      boolean inside =
          i % canvas.width() < missing.size().width()
              && i / canvas.width() < missing.size().height();
      boolean free = (levels[i] & 0xff) >= 128;
      states[i] = !inside ? OUTSIDE : free ? MISSING : ORIGINAL;
    }
  }

  /** Marks what was missing in a box as painted. */
  void paint(Rectangle box) {
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        int at = y * canvas.width() + x;
        states[at] = states[at] == MISSING ? PAINTED : states[at];
      }
    }
  }

  /** Returns how many pixels of a box are missing. */
  int countMissing(Rectangle box) {
    return missing(box).markedPixels();
  }

  /** Marks what is missing in a box. */
  Mask missing(Rectangle box) {
    byte[] levels = new byte[box.width * box.height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (stateIn(box, i) == MISSING ? 255 : 0);
    }
    return Mask.of(new ImageSize(box.width, box.height), levels);
  }

  private byte stateIn(Rectangle box, int index) {
    return states[(box.y + index / box.width) * canvas.width() + box.x + index % box.width];
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
      byte state = stateIn(box, i);
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
