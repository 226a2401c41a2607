package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;

/**
 * The median of a square around each pixel, cut at half: a pixel is marked if most pixels of the
 * square have a level of 128 or more. Of a tie, the pixel's own level decides. Only pixels inside
 * the picture count. Sums run along, so the side of the square costs no time.
 */
final class MajorityFilter {
  private final int width;
  private final int height;
  private final int radius;

  MajorityFilter(ImageSize size, int radius) {
    this.width = size.width();
    this.height = size.height();
    this.radius = radius;
  }

  byte[] filter(byte[] levels) {
    byte[] result = new byte[levels.length];
    int[] columns = new int[width];
    for (int y = 0; y < Math.min(height, radius); y++) {
      add(levels, y, 1, columns);
    }
    for (int y = 0; y < height; y++) {
      if (y + radius < height) {
        add(levels, y + radius, 1, columns);
      }
      if (y - radius - 1 >= 0) {
        add(levels, y - radius - 1, -1, columns);
      }
      int rows = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
      vote(levels, y, columns, rows, result);
    }
    return result;
  }

  private void add(byte[] levels, int y, int sign, int[] columns) {
    for (int x = 0; x < width; x++) {
      columns[x] += sign * half(levels[y * width + x]);
    }
  }

  private void vote(byte[] levels, int y, int[] columns, int rows, byte[] result) {
    long marked = 0;
    for (int x = 0; x < Math.min(width, radius); x++) {
      marked += columns[x];
    }
    for (int x = 0; x < width; x++) {
      if (x + radius < width) {
        marked += columns[x + radius];
      }
      if (x - radius - 1 >= 0) {
        marked -= columns[x - radius - 1];
      }
      long all = (long) rows * (Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1);
      int at = y * width + x;
      boolean most = 2 * marked == all ? half(levels[at]) == 1 : 2 * marked > all;
      result[at] = (byte) (most ? 255 : 0);
    }
  }

  private static int half(byte level) {
    return (level & 0xff) >> 7;
  }
}
