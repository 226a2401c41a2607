package io.pentimento.control;

import io.pentimento.image.Pixels;
import java.util.List;

/**
 * Draws edges as white lines on black (Canny 1986, "A Computational Approach to Edge Detection"):
 * {@code canny}. Equal to OpenCV's function bit for bit, with its 3 × 3 Sobel filter and the
 * gradient's length as the sum of both parts; of a colour picture each pixel's steepest channel
 * counts.
 *
 * @param low the gradient from which an edge goes on, 0 to 2040
 * @param high the gradient from which an edge begins, {@code low} to 2040
 */
public record Canny(int low, int high) implements Preprocessor {
  /** Checks the thresholds. */
  public Canny {
    if (low < 0 || low > high || high > 2040) {
      throw new IllegalArgumentException(
          "The thresholds must be in order, 0 <= low <= high <= 2040, but got: %d and %d."
              .formatted(low, high));
    }
  }

  @Override
  public Pixels apply(Pixels picture) {
    byte[] edges = new EdgeTracing(SobelGradient.of(picture), low, high).edges();
    return Pixels.wrap(picture.width(), picture.height(), 1, edges).rgb();
  }

  @Override
  public List<Double> thresholds() {
    return List.of((double) low, (double) high);
  }

  @Override
  public Preprocessor withThresholds(List<Double> thresholds) {
    return new Canny(thresholds.get(0).intValue(), thresholds.get(1).intValue());
  }

  @Override
  public String module() {
    return "canny";
  }
}
