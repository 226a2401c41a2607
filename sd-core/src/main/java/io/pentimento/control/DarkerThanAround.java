package io.pentimento.control;

import io.pentimento.image.Pixels;

/** How much darker a picture is than a blur of it: a difference of Gaussians. */
final class DarkerThanAround {
  private DarkerThanAround() {}

  /**
   * Returns for each pixel the least difference of its channels, surroundings minus pixel, -255 to
   * 255.
   *
   * @param around the samples of the surroundings, RGB
   * @param own the samples of the picture, RGB
   */
  static float[] of(float[] around, float[] own) {
    float[] darker = new float[own.length / 3];
    for (int i = 0; i < darker.length; i++) {
      float red = around[3 * i] - own[3 * i];
      float green = around[3 * i + 1] - own[3 * i + 1];
      float blue = around[3 * i + 2] - own[3 * i + 2];
      darker[i] = Math.min(red, Math.min(green, blue));
    }
    return darker;
  }

  /** Returns a grey value for each pixel as RGB. */
  static Pixels grey(Pixels like, byte[] values) {
    return Pixels.wrap(like.width(), like.height(), 1, values).rgb();
  }
}
