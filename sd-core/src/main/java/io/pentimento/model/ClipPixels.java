package io.pentimento.model;

import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import java.awt.Color;
import java.awt.Rectangle;

/**
 * A picture as CLIP's picture encoder takes it: its shorter side brought to the encoder's size by
 * Pillow's bicubic filter, the square in its middle cut out, and each channel shifted and scaled as
 * in training (transformers' CLIPImageProcessor). What is transparent becomes white.
 */
public final class ClipPixels {
  private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};
  private static final float[] DEVIATION = {0.26862954f, 0.26130258f, 0.27577711f};

  /** Of a longer picture only its middle is resized, since the rest would be cut away anyway. */
  private static final int LONGEST = 32;

  private ClipPixels() {}

  /**
   * Returns the square of a picture that the encoder sees.
   *
   * @param picture of any size and channels
   * @param size the encoder's width and height
   * @return RGB, {@code size} × {@code size} pixels
   */
  public static Pixels square(Pixels picture, int size) {
    Pixels flat = Compositing.flatten(picture, Color.WHITE).rgb();
    int shortest = Math.min(flat.width(), flat.height());
    Pixels source = middle(flat, shortest);
    int width = side(source.width(), shortest, size);
    int height = side(source.height(), shortest, size);
    Pixels resized = Resampling.BICUBIC.resize(source, width, height);
    int left = (int) Math.rint((width - size) / 2.0);
    int top = (int) Math.rint((height - size) / 2.0);
    return resized.crop(new Rectangle(left, top, size, size));
  }

  /**
   * Returns a picture stretched to a square, whatever its shape, as BLIP sees it.
   *
   * @param picture of any size and channels
   * @param size the encoder's width and height
   * @return RGB, {@code size} × {@code size} pixels
   */
  public static Pixels stretched(Pixels picture, int size) {
    Pixels flat = Compositing.flatten(picture, Color.WHITE).rgb();
    return Resampling.BICUBIC.resize(flat, size, size);
  }

  private static Pixels middle(Pixels picture, int shortest) {
    long most = (long) LONGEST * shortest;
    if (picture.width() <= most && picture.height() <= most) {
      return picture;
    }
    int width = (int) Math.min(most, picture.width());
    int height = (int) Math.min(most, picture.height());
    return picture.crop(
        new Rectangle(
            (picture.width() - width) / 2, (picture.height() - height) / 2, width, height));
  }

  /** The longer side is cut to whole pixels. */
  private static int side(int side, int shortest, int size) {
    return Math.toIntExact((long) size * side / shortest);
  }

  /**
   * Returns the values of a square.
   *
   * @return {@code [3, size, size]}, row-major
   */
  public static float[] values(Pixels square) {
    byte[] samples = square.samples();
    int area = samples.length / 3;
    float[] values = new float[samples.length];
    for (int i = 0; i < area; i++) {
      for (int c = 0; c < 3; c++) {
        values[c * area + i] = ((samples[3 * i + c] & 0xff) / 255f - MEAN[c]) / DEVIATION[c];
      }
    }
    return values;
  }
}
