package io.pentimento.control;

import io.pentimento.image.Pixels;
import java.util.Arrays;

/**
 * Draws white lines on black where a picture is darker than its surroundings: {@code
 * lineart_standard}.
 *
 * @param sigma how far the surroundings reach, a standard deviation in pixels, in (0, 64]
 * @param threshold how much darker a pixel must be to count for the contrast of the whole, 0 to 255
 */
public record StandardLineart(double sigma, double threshold) implements Preprocessor {
  private static final float LOWEST_CONTRAST = 16;
  private static final float MEDIAN_GREY = 127;

  /** Checks the numbers. */
  public StandardLineart {
    GaussianFilter.check(sigma);
    if (!(threshold >= 0 && threshold <= 255)) {
      throw new IllegalArgumentException(
          "threshold must be in [0, 255], but got: " + threshold + ".");
    }
  }

  @Override
  public Pixels apply(Pixels picture) {
    Pixels colours = picture.rgb();
    float[] own = new float[colours.samples().length];
    for (int i = 0; i < own.length; i++) {
      own[i] = colours.samples()[i] & 0xff;
    }
    float[] darker = DarkerThanAround.of(GaussianFilter.blur(colours, sigma), own);
    float contrast = Math.max(LOWEST_CONTRAST, medianAbove(darker));
    byte[] lines = new byte[darker.length];
    for (int i = 0; i < lines.length; i++) {
      float line = Math.max(0, darker[i]) / contrast * MEDIAN_GREY;
      lines[i] = (byte) (int) Math.min(255, line);
    }
    return DarkerThanAround.grey(picture, lines);
  }

  /** Returns the median of what is above the threshold, or 0 where nothing is. */
  private float medianAbove(float[] darker) {
    float[] above = new float[darker.length];
    int count = 0;
    for (float value : darker) {
      if (value > threshold) {
        above[count++] = value;
      }
    }
    if (count == 0) {
      return 0;
    }
    Arrays.sort(above, 0, count);
    return count % 2 == 1 ? above[count / 2] : (above[count / 2 - 1] + above[count / 2]) / 2;
  }

  @Override
  public String module() {
    return "lineart_standard";
  }
}
