package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.util.Arrays;

/**
 * The largest level within a disc around each pixel, one level after the other, each in the same
 * time for any radius. A column's nearest marked pixel, above or below, tells how far the disc
 * around it reaches into a row; a row is marked where such intervals cover it.
 */
final class LevelSetDilation {
  private final int width;
  private final int height;
  private final int radius;
  private final int[] halfWidths;

  LevelSetDilation(ImageSize size, int radius) {
    this.width = size.width();
    this.height = size.height();
    this.radius = radius;
    this.halfWidths = new int[radius + 1];
    for (int dy = 0; dy <= radius; dy++) {
      halfWidths[dy] = (int) Math.sqrt((double) radius * radius - (double) dy * dy);
    }
  }

  /** Returns the levels above 0 that occur, in rising order. */
  static int[] occurring(byte[] levels) {
    boolean[] found = new boolean[256];
    for (byte level : levels) {
      found[level & 0xff] = true;
    }
    int[] occurring = new int[255];
    int count = 0;
    for (int level = 1; level < 256; level++) {
      if (found[level]) {
        occurring[count++] = level;
      }
    }
    return Arrays.copyOf(occurring, count);
  }

  /** Dilates each of the levels that occur, the lower ones first. */
  byte[] dilate(byte[] levels, int[] occurring) {
    byte[] result = new byte[levels.length];
    short[] below = new short[levels.length];
    for (int level : occurring) {
      measureBelow(levels, level, below);
      mark(levels, level, below, result);
    }
    return result;
  }

  /** Measures from each pixel to the next marked one below it, up to one more than the radius. */
  private void measureBelow(byte[] levels, int level, short[] below) {
    for (int y = height - 1; y >= 0; y--) {
      for (int at = y * width; at < (y + 1) * width; at++) {
        int next = at + width < levels.length ? below[at + width] : radius;
        below[at] = (short) distance(levels[at], level, next);
      }
    }
  }

  private int distance(byte here, int level, int next) {
    return (here & 0xff) >= level ? 0 : Math.min(radius, next) + 1;
  }

  private void mark(byte[] levels, int level, short[] below, byte[] result) {
    int[] above = new int[width];
    Arrays.fill(above, radius);
    int[] changes = new int[width + 1];
    for (int y = 0; y < height; y++) {
      int row = y * width;
      for (int x = 0; x < width; x++) {
        above[x] = distance(levels[row + x], level, above[x]);
        int nearest = Math.min(above[x], below[row + x]);
        if (nearest <= radius) {
          changes[Math.max(0, x - halfWidths[nearest])]++;
          changes[Math.min(width, x + halfWidths[nearest] + 1)]--;
        }
      }
      int covering = 0;
      for (int x = 0; x < width; x++) {
        covering += changes[x];
        if (covering > 0) {
          result[row + x] = (byte) level;
        }
      }
      Arrays.fill(changes, 0);
    }
  }
}
