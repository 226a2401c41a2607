package io.pentimento.examples.tour;

import io.pentimento.inpaint.Mask;
import java.awt.image.BufferedImage;

/**
 * What inpainting changed.
 *
 * @param picture the difference of each channel, four times as strong
 * @param outside how many pixels the mask keeps
 * @param changedOutside how many of them are not what they were
 */
record Difference(BufferedImage picture, int outside, int changedOutside) {
  private static final int STRENGTH = 4;

  /** Compares two pictures of the mask's size. */
  static Difference between(BufferedImage before, BufferedImage after, Mask mask) {
    int width = before.getWidth();
    int height = before.getHeight();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int outside = 0;
    int changedOutside = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int old = before.getRGB(x, y);
        int now = after.getRGB(x, y);
        picture.setRGB(x, y, amplified(old, now));
        if (mask.level(x, y) == 0) {
          outside++;
          changedOutside += old == now ? 0 : 1;
        }
      }
    }
    return new Difference(picture, outside, changedOutside);
  }

  /** Returns how far two pictures are apart on average, in levels of 255. */
  static double mean(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum +=
              Math.abs((one.getRGB(x, y) >> shift & 0xff) - (other.getRGB(x, y) >> shift & 0xff));
        }
      }
    }
    return sum / (3.0 * one.getWidth() * one.getHeight());
  }

  private static int amplified(int old, int now) {
    int result = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      int change = Math.abs((old >> shift & 0xff) - (now >> shift & 0xff));
      result |= Math.min(255, STRENGTH * change) << shift;
    }
    return result;
  }
}
