package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;

/**
 * The largest level within a disc of a number of pixels across, as the reference has it: it is at
 * the pixel at side / 2, rounded down, so by an even side a mask grows one pixel less to the right
 * and down. What lies outside of the picture does not count.
 *
 * <p>A disc is a stack of intervals. For each row of the source a table has the largest of each
 * power of two pixels in a row; two of its entries make any interval.
 */
final class SideDiscDilation {
  private final int width;
  private final int height;
  private final int side;
  private final int radius;

  SideDiscDilation(ImageSize size, int side) {
    this.width = size.width();
    this.height = size.height();
    this.side = side;
    this.radius = side / 2;
  }

  byte[] dilate(byte[] levels) {
    byte[] result = new byte[levels.length];
    int longest = Math.min(side, width);
    byte[][] table = new byte[power(longest) + 1][width];
    for (int from = 0; from < height; from++) {
      System.arraycopy(levels, from * width, table[0], 0, width);
      fill(table);
      int last = Math.min(radius, from);
      for (int down = Math.max(radius + 1 - side, from - height + 1); down <= last; down++) {
        merge(table, down, result, (from - down) * width);
      }
    }
    return result;
  }

  /** Makes each row of the table of the one before: the largest of twice as many pixels. */
  private void fill(byte[][] table) {
    for (int power = 1; power < table.length; power++) {
      int half = 1 << (power - 1);
      for (int x = 0; x + 2 * half <= width; x++) {
        table[power][x] = larger(table[power - 1][x], table[power - 1][x + half]);
      }
    }
  }

  private void merge(byte[][] table, int down, byte[] target, int row) {
    int right = (int) Math.sqrt((double) radius * radius - (double) down * down);
    int left = Math.min(right, side - 1 - radius);
    for (int x = 0; x < width; x++) {
      int begin = Math.max(0, x - left);
      int end = Math.min(width, x + right + 1);
      int power = power(end - begin);
      byte widest = larger(table[power][begin], table[power][end - (1 << power)]);
      target[row + x] = larger(target[row + x], widest);
    }
  }

  /** Returns the largest power of two that is at most a length above 0, as its exponent. */
  private static int power(int length) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length);
  }

  private static byte larger(byte a, byte b) {
    return (byte) Math.max(a & 0xff, b & 0xff);
  }
}
