package io.pentimento.model;

import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import java.awt.Color;

/** Pictures as IS-Net takes them, and what becomes of its answer. */
public final class SubjectAlpha {
  /** The width and height that IS-Net was trained with. */
  public static final int SIZE = 1024;

  private SubjectAlpha() {}

  /**
   * Returns a picture stretched to a square by Pillow's bilinear filter, RGB. What is transparent
   * becomes white.
   */
  public static Pixels square(Pixels picture, int size) {
    return Resampling.BILINEAR.resize(Compositing.flatten(picture, Color.WHITE).rgb(), size, size);
  }

  /**
   * Returns the values of a square.
   *
   * @return {@code [3, size, size]}, row-major, in [-0.5, 0.5]
   */
  public static float[] values(Pixels square) {
    byte[] samples = square.samples();
    int area = samples.length / 3;
    float[] values = new float[samples.length];
    for (int i = 0; i < area; i++) {
      for (int c = 0; c < 3; c++) {
        values[c * area + i] = (samples[3 * i + c] & 0xff) / 255f - 0.5f;
      }
    }
    return values;
  }

  /** Stretches values so that the least is 0 and the largest 1; of equal ones all become 0. */
  public static void stretch(float[] values) {
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      least = Math.min(least, value);
      largest = Math.max(largest, value);
    }
    float span = largest - least;
    for (int i = 0; i < values.length; i++) {
      values[i] = span > 0 ? (values[i] - least) / span : 0;
    }
  }
}
