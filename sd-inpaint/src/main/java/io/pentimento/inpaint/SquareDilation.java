package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;

/**
 * The largest level within a square around each pixel, in the same time for any side: van Herk, "A
 * fast algorithm for local minimum and maximum filters" (1992), section 3. Each line is cut into
 * blocks as long as the square's side; a window is then the end of one block and the start of the
 * next.
 *
 * <p>The square of OpenCV: its anchor is the pixel at side / 2, rounded down, so a square of an
 * even side reaches one pixel farther to the left and up than to the right and down. What lies
 * outside of the picture does not count.
 */
final class SquareDilation {
  private final int width;
  private final int height;
  private final int side;
  private final int before;

  SquareDilation(ImageSize size, int side) {
    this.width = size.width();
    this.height = size.height();
    this.side = side;
    this.before = side / 2;
  }

  byte[] dilate(byte[] levels) {
    return dilateColumns(dilateRows(levels));
  }

  private byte[] dilateRows(byte[] levels) {
    byte[] result = new byte[levels.length];
    byte[] ends = new byte[width];
    byte[] starts = new byte[width];
    for (int y = 0; y < height; y++) {
      int row = y * width;
      for (int x = 0; x < width; x++) {
        starts[x] = x % side == 0 ? levels[row + x] : larger(starts[x - 1], levels[row + x]);
      }
      for (int x = width - 1; x >= 0; x--) {
        boolean last = x == width - 1 || (x + 1) % side == 0;
        ends[x] = last ? levels[row + x] : larger(ends[x + 1], levels[row + x]);
      }
      for (int x = 0; x < width; x++) {
        int from = x - before;
        int to = Math.min(width - 1, from + side - 1);
        if (from < 0) {
          result[row + x] = starts[to];
        } else if (from / side == to / side) {
          result[row + x] = ends[from];
        } else {
          result[row + x] = larger(ends[from], starts[to]);
        }
      }
    }
    return result;
  }

  /** Works on whole rows at a time, since steps down a column miss the cache. */
  private byte[] dilateColumns(byte[] levels) {
    byte[] starts = levels.clone();
    for (int y = 1; y < height; y++) {
      if (y % side != 0) {
        merge(starts, y, levels, y, starts, y - 1);
      }
    }
    byte[] ends = levels.clone();
    for (int y = height - 2; y >= 0; y--) {
      if ((y + 1) % side != 0) {
        merge(ends, y, levels, y, ends, y + 1);
      }
    }
    byte[] result = new byte[levels.length];
    for (int y = 0; y < height; y++) {
      int from = y - before;
      int to = Math.min(height - 1, from + side - 1);
      if (from < 0) {
        System.arraycopy(starts, to * width, result, y * width, width);
      } else if (from / side == to / side) {
        System.arraycopy(ends, from * width, result, y * width, width);
      } else {
        merge(result, y, ends, from, starts, to);
      }
    }
    return result;
  }

  private void merge(byte[] target, int y, byte[] a, int rowOfA, byte[] b, int rowOfB) {
    for (int x = 0; x < width; x++) {
      target[y * width + x] = larger(a[rowOfA * width + x], b[rowOfB * width + x]);
    }
  }

  private static byte larger(byte a, byte b) {
    return (byte) Math.max(a & 0xff, b & 0xff);
  }
}
