package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;

/** Moves levels across the picture. */
final class MaskShift {
  private MaskShift() {}

  /** Moves to the right and down; what leaves on one side enters on the other. */
  static byte[] roll(ImageSize size, byte[] levels, long dx, long dy) {
    int width = size.width();
    int height = size.height();
    int right = Math.floorMod(dx, width);
    int down = Math.floorMod(dy, height);
    byte[] result = new byte[levels.length];
    for (int y = 0; y < height; y++) {
      int source = y * width;
      int target = (y + down) % height * width;
      System.arraycopy(levels, source, result, target + right, width - right);
      System.arraycopy(levels, source + width - right, result, target, right);
    }
    return result;
  }
}
