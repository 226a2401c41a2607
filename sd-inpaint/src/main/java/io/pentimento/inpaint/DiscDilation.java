package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.util.Arrays;

/**
 * The largest level within a disc around each pixel. A disc is a stack of centred intervals, one
 * for each row it touches; those of a source row are grown step by step, so that each step compares
 * a pixel with two neighbours only.
 *
 * <p>The time grows with the radius. So where there are few levels for a large radius, as in masks
 * of hard edges, {@link LevelSetDilation} does the same.
 */
final class DiscDilation {
  /** How many pixels of the radius cost as much as one level does in the other way. */
  private static final int STEPS_PER_LEVEL = 4;

  private final int width;
  private final int height;
  private final int radius;

  DiscDilation(ImageSize size, int radius) {
    this.width = size.width();
    this.height = size.height();
    this.radius = radius;
  }

  byte[] dilate(byte[] levels) {
    int[] occurring = LevelSetDilation.occurring(levels);
    return occurring.length * STEPS_PER_LEVEL <= radius
        ? new LevelSetDilation(new ImageSize(width, height), radius).dilate(levels, occurring)
        : dilateStepByStep(levels);
  }

  byte[] dilateStepByStep(byte[] levels) {
    byte[] result = levels.clone();
    int[] widest = new int[width];
    int[] next = new int[width];
    for (int y = 0; y < height && radius > 0; y++) {
      int from = 0;
      while (from < width && levels[y * width + from] == 0) {
        from++;
      }
      int to = width;
      while (to > from && levels[y * width + to - 1] == 0) {
        to--;
      }
      if (from < to) {
        // Both rows must be 0 beyond what is written to them, since each step reads two pixels
        // beyond.
        Arrays.fill(next, 0);
        for (int x = 0; x < width; x++) {
          widest[x] = levels[y * width + x] & 0xff;
        }
        spread(y, from, to, widest, next, result);
      }
    }
    return result;
  }

  /**
   * Spreads the marked part of one row over the rows that the disc reaches from it, farthest rows
   * first.
   */
  private void spread(int y, int from, int to, int[] row, int[] spare, byte[] result) {
    int[] widest = row;
    int[] next = spare;
    int reached = 0;
    for (int dy = radius; dy >= 0; dy--) {
      int halfWidth = (int) Math.sqrt((double) radius * radius - (double) dy * dy);
      while (reached < halfWidth) {
        reached++;
        widen(widest, next, Math.max(0, from - reached), Math.min(width, to + reached));
        int[] swap = widest;
        widest = next;
        next = swap;
      }
      int low = Math.max(0, from - halfWidth);
      int high = Math.min(width, to + halfWidth);
      merge(widest, low, high, y - dy, result);
      if (dy > 0) {
        merge(widest, low, high, y + dy, result);
      }
    }
  }

  private void widen(int[] row, int[] wider, int from, int to) {
    int last = width - 1;
    for (int x = from; x < to; x++) {
      int around = Math.max(row[Math.max(x - 1, 0)], row[Math.min(x + 1, last)]);
      wider[x] = Math.max(row[x], around);
    }
  }

  private void merge(int[] row, int from, int to, int y, byte[] result) {
    if (y >= 0 && y < height) {
      for (int x = from, at = y * width + from; x < to; x++, at++) {
        if (row[x] > (result[at] & 0xff)) {
          result[at] = (byte) row[x];
        }
      }
    }
  }
}
