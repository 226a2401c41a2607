package io.pentimento.inpaint;

import java.util.Arrays;

/** Finds where the rows of a picture differ from those above. */
final class Changes {
  private Changes() {}

  /** Tells for each block of columns of some rows whether anything in it differs from above. */
  static boolean[] find(byte[] picture, int width, int top, int bottom, int blockWidth) {
    boolean[] changes = new boolean[(width + blockWidth - 1) / blockWidth];
    int same = changes.length;
    for (int y = Math.max(1, top); y < bottom && same > 0; y++) {
      int block = 0;
      while (block < changes.length) {
        int end = block;
        while (end < changes.length && !changes[end]) {
          end++;
        }
        int from = y * width + block * blockWidth;
        int to = y * width + Math.min(width, end * blockWidth);
        int change =
            from < to ? Arrays.mismatch(picture, from, to, picture, from - width, to - width) : -1;
        if (change < 0) {
          block = end + 1;
        } else {
          block += change / blockWidth;
          changes[block] = true;
          same--;
          block++;
        }
      }
    }
    return changes;
  }
}
