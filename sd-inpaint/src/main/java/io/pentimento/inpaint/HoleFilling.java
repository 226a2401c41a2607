package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.util.Arrays;

/**
 * Raises what is enclosed: each pixel gets the lowest level that one must climb to on the way from
 * it to the border of the picture, over pixels that share an edge. On levels of 0 and 255 this
 * fills the holes; on grey ones, a hole is filled as high as its rim is all around.
 *
 * <p>Pixels are flooded from the border inward, lowest first. There are 256 levels, so the queue is
 * a list for each of them, and the time is linear.
 */
final class HoleFilling {
  private static final int NONE = -1;

  private final byte[] levels;
  private final int width;
  private final int height;
  private final byte[] filled;
  private final boolean[] reached;
  private final int[] first = new int[256];
  private final int[] next;

  private HoleFilling(ImageSize size, byte[] levels) {
    this.levels = levels;
    this.width = size.width();
    this.height = size.height();
    this.filled = new byte[levels.length];
    this.reached = new boolean[levels.length];
    this.next = new int[levels.length];
    Arrays.fill(first, NONE);
  }

  static byte[] fill(ImageSize size, byte[] levels) {
    HoleFilling filling = new HoleFilling(size, levels);
    filling.enterBorder();
    filling.flood();
    return filling.filled;
  }

  private void enterBorder() {
    for (int x = 0; x < width; x++) {
      enter(x, 0);
      enter((height - 1) * width + x, 0);
    }
    for (int y = 0; y < height; y++) {
      enter(y * width, 0);
      enter(y * width + width - 1, 0);
    }
  }

  private void flood() {
    for (int level = 0; level < 256; level++) {
      while (first[level] != NONE) {
        int at = first[level];
        first[level] = next[at];
        spread(at, level);
      }
    }
  }

  private void spread(int at, int level) {
    int x = at % width;
    if (x > 0) {
      enter(at - 1, level);
    }
    if (x < width - 1) {
      enter(at + 1, level);
    }
    if (at >= width) {
      enter(at - width, level);
    }
    if (at < levels.length - width) {
      enter(at + width, level);
    }
  }

  private void enter(int at, int climbed) {
    if (!reached[at]) {
      reached[at] = true;
      int level = Math.max(climbed, levels[at] & 0xff);
      filled[at] = (byte) level;
      next[at] = first[level];
      first[level] = at;
    }
  }
}
