package io.pentimento.inpaint;

import io.pentimento.image.BoxGaussian;
import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.util.SplittableRandom;

/**
 * What a new area starts from: the pixels at the edge drawn outwards, the more blurred the farther
 * away, with some noise. So colours go on across the edge, and nothing is there twice.
 */
final class EdgeContinuation {
  private static final int[] RADII = {4, 12, 32};
  private static final double NOISE = 12;

  private EdgeContinuation() {}

  /**
   * Draws the edges of a part of a picture outwards.
   *
   * @param known the part
   * @param box what is filled, {@code known} excepted; inside the picture
   */
  static Pixels draw(Pixels picture, Rectangle known, Rectangle box) {
    byte[] samples = picture.samples().clone();
    int width = picture.width();
    for (int y = box.y; y < box.y + box.height; y++) {
      int fromY = nearest(y, known.y, known.height);
      for (int x = box.x; x < box.x + box.width; x++) {
        if (!known.contains(x, y)) {
          int from = fromY * width + nearest(x, known.x, known.width);
          System.arraycopy(picture.samples(), 3 * from, samples, 3 * (y * width + x), 3);
        }
      }
    }
    return Pixels.wrap(width, picture.height(), 3, samples);
  }

  private static int nearest(int at, int start, int length) {
    return Math.max(start, Math.min(start + length - 1, at));
  }

  /** Blurs what is missing, by its distance to what is there, and puts noise on it. */
  static Pixels soften(Pixels drawn, Mask missing, long seed) {
    byte[] levels = missing.pixels().samples();
    boolean[] there = new boolean[levels.length];
    for (int i = 0; i < levels.length; i++) {
      there[i] = levels[i] == 0;
    }
    int[] distance = ChessDistance.to(there, missing.size().width());
    Pixels[] blurred = new Pixels[RADII.length];
    for (int i = 0; i < RADII.length; i++) {
      blurred[i] = BoxGaussian.blur(drawn, RADII[i]);
    }
    SplittableRandom random = new SplittableRandom(seed);
    byte[] samples = drawn.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      int away = distance[i / 3];
      if (away > 0) {
        double noise = NOISE * Math.min(1, away / 16.0) * (2 * random.nextDouble() - 1);
        double value = blurredAt(drawn, blurred, i, away) + noise;
        samples[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
      }
    }
    return Pixels.wrap(drawn.width(), drawn.height(), 3, samples);
  }

  /** The blur of a radius shows alone at twice that distance, and those between are mixed. */
  private static double blurredAt(Pixels sharp, Pixels[] blurred, int at, int away) {
    int below = 0;
    double lower = sharp.samples()[at] & 0xff;
    for (int i = 0; i < RADII.length; i++) {
      double upper = blurred[i].samples()[at] & 0xff;
      int above = 2 * RADII[i];
      if (away < above) {
        return lower + (upper - lower) * (away - below) / (above - below);
      }
      below = above;
      lower = upper;
    }
    return lower;
  }
}
