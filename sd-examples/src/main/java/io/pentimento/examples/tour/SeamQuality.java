package io.pentimento.examples.tour;

import io.pentimento.inpaint.Mask;
import java.awt.image.BufferedImage;

/**
 * How much of a seam a mask leaves in a picture, in levels of 255.
 *
 * <p>A seam is a place where the picture does not go on as it did. For two neighbours p (inside)
 * and q (outside) of the border, with p' behind p and q' behind q, the jump is the part of the step
 * from p to q that the steps beside it do not foretell: |(q - p) - ((p - p') + (q' - q)) / 2|. It
 * is averaged over all such pairs and the three colours. A picture has edges of its own, so that of
 * the untouched picture at the same places is subtracted: 0 is as smooth as before, and below 0 is
 * smoother.
 *
 * @param support the jump where the mask begins, from level 0 to any above
 * @param half the jump where the mask is half
 */
record SeamQuality(double support, double half) {
  /**
   * Measures a repainted picture.
   *
   * @param before the untouched picture
   * @param after the repainted one, of the same size
   * @param mask what was repainted, blurred as it was asked
   */
  static SeamQuality of(BufferedImage before, BufferedImage after, Mask mask) {
    return new SeamQuality(
        jump(after, mask, 1) - jump(before, mask, 1),
        jump(after, mask, 128) - jump(before, mask, 128));
  }

  /** Returns the mean of both borders. */
  double mean() {
    return (support + half) / 2;
  }

  /** Returns the mean jump of a picture along the border of what has at least a level. */
  static double jump(BufferedImage picture, Mask mask, int level) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        for (Direction way : Direction.values()) {
          if (way.crosses(mask, x, y, level)) {
            sum += jump(picture, x, y, way);
            count++;
          }
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /** The way from a pixel inside to its neighbour outside. */
  private enum Direction {
    LEFT(-1, 0),
    RIGHT(1, 0),
    UP(0, -1),
    DOWN(0, 1);

    private final int dx;
    private final int dy;

    Direction(int dx, int dy) {
      this.dx = dx;
      this.dy = dy;
    }

    /** Tells whether a border lies here, with two pixels on either side. */
    private boolean crosses(Mask mask, int x, int y, int level) {
      return isInside(mask, x - dx, y - dy)
          && isInside(mask, x + 2 * dx, y + 2 * dy)
          && mask.level(x, y) >= level
          && mask.level(x + dx, y + dy) < level;
    }

    private static boolean isInside(Mask mask, int x, int y) {
      return x >= 0 && y >= 0 && x < mask.size().width() && y < mask.size().height();
    }
  }

  private static double jump(BufferedImage picture, int x, int y, Direction way) {
    double sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int[] line = new int[4];
      for (int i = 0; i < 4; i++) {
        line[i] = picture.getRGB(x + (i - 1) * way.dx, y + (i - 1) * way.dy) >> shift & 0xff;
      }
      double foretold = ((line[1] - line[0]) + (line[3] - line[2])) / 2.0;
      sum += Math.abs(line[2] - line[1] - foretold) / 3;
    }
    return sum;
  }
}
