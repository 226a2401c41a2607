package io.pentimento.model;

import io.pentimento.image.Pixels;

/** Pictures shifted and scaled by the means and deviations of ImageNet's. */
public final class ImageNetPixels {
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  private ImageNetPixels() {}

  /**
   * Returns the values of a picture in the left upper corner of a square, zero elsewhere.
   *
   * @param rgb at most {@code size} pixels wide and high
   * @return {@code [3, size, size]}, row-major
   */
  public static float[] values(Pixels rgb, int size) {
    byte[] samples = rgb.samples();
    float[] values = new float[3 * size * size];
    for (int y = 0, at = 0; y < rgb.height(); y++) {
      for (int x = 0; x < rgb.width(); x++) {
        for (int c = 0; c < 3; c++, at++) {
          values[(c * size + y) * size + x] =
              ((samples[at] & 0xff) / 255f - MEAN[c]) / DEVIATION[c];
        }
      }
    }
    return values;
  }
}
