package io.pentimento.model;

import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import java.awt.Color;
import java.util.Arrays;

/**
 * A picture as the WD taggers take it: laid on white, in the middle of a white square as large as
 * its longer side, brought to the tagger's size by Pillow's bicubic filter, and blue first.
 */
public final class TaggerPixels {
  private TaggerPixels() {}

  /**
   * Returns the square that the tagger sees.
   *
   * @param picture of any size and channels
   * @param size the tagger's width and height
   * @return RGB, {@code size} × {@code size} pixels
   */
  public static Pixels square(Pixels picture, int size) {
    Pixels flat = Compositing.flatten(picture, Color.WHITE).rgb();
    int side = Math.max(flat.width(), flat.height());
    int left = (side - flat.width()) / 2;
    int top = (side - flat.height()) / 2;
    Pixels square = flat.onCanvas(new ImageSize(side, side), left, top);
    whiten(square, flat, left, top);
    return Resampling.BICUBIC.resize(square, size, size);
  }

  /** Makes white what of a canvas of zeros the picture does not cover. */
  private static void whiten(Pixels canvas, Pixels picture, int left, int top) {
    byte[] samples = canvas.samples();
    int row = 3 * canvas.width();
    byte white = (byte) 255;
    Arrays.fill(samples, 0, top * row, white);
    Arrays.fill(samples, (top + picture.height()) * row, samples.length, white);
    for (int y = top; y < top + picture.height(); y++) {
      Arrays.fill(samples, y * row, y * row + 3 * left, white);
      Arrays.fill(samples, y * row + 3 * (left + picture.width()), (y + 1) * row, white);
    }
  }

  /**
   * Returns the values of a square, blue first.
   *
   * @return {@code [3, size, size]}, row-major
   */
  public static float[] values(Pixels square, TaggerConfig config) {
    byte[] samples = square.samples();
    int area = samples.length / 3;
    float[] values = new float[samples.length];
    for (int c = 0; c < 3; c++) {
      int from = 2 - c;
      double mean = config.mean().get(from);
      double deviation = config.deviation().get(from);
      for (int i = 0; i < area; i++) {
        values[c * area + i] =
            (float) (((samples[3 * i + from] & 0xff) / 255.0 - mean) / deviation);
      }
    }
    return values;
  }
}
