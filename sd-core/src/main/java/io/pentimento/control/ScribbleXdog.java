package io.pentimento.control;

import io.pentimento.image.Pixels;
import java.util.List;

/**
 * Draws a scribble of a picture, white on black, by a difference of Gaussians: {@code
 * scribble_xdog}.
 *
 * @param threshold how dark a line must be, 1 to 64; 32 in the WebUI
 */
public record ScribbleXdog(int threshold) implements Preprocessor {
  private static final double FINE = 0.5;
  private static final double COARSE = 5;

  /** Checks the threshold. */
  public ScribbleXdog {
    if (threshold < 1 || threshold > 64) {
      throw new IllegalArgumentException(
          "threshold must be in [1, 64], but got: " + threshold + ".");
    }
  }

  @Override
  public Pixels apply(Pixels picture) {
    Pixels colours = picture.rgb();
    float[] darker =
        DarkerThanAround.of(
            GaussianFilter.blur(colours, COARSE), GaussianFilter.blur(colours, FINE));
    byte[] lines = new byte[darker.length];
    for (int i = 0; i < lines.length; i++) {
      int kept = (int) Math.max(0, Math.min(255, 255 - darker[i]));
      // The extension doubles in 8 bits, so that the darkest lines begin anew at black.
      int doubled = 2 * (255 - kept) & 0xff;
      lines[i] = (byte) (doubled > threshold ? 255 : 0);
    }
    return DarkerThanAround.grey(picture, lines);
  }

  @Override
  public List<Double> thresholds() {
    return List.of((double) threshold);
  }

  @Override
  public Preprocessor withThresholds(List<Double> thresholds) {
    return new ScribbleXdog(thresholds.get(0).intValue());
  }

  @Override
  public String module() {
    return "scribble_xdog";
  }
}
