package io.pentimento.control;

import io.pentimento.image.Pixels;
import java.util.List;

/**
 * White where all colours are brighter than a value, else black: {@code threshold}.
 *
 * @param value 0 to 255
 */
public record Threshold(int value) implements Preprocessor {
  /** Checks the value. */
  public Threshold {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("value must be in [0, 255], but got: " + value + ".");
    }
  }

  @Override
  public Pixels apply(Pixels picture) {
    return BlackAndWhite.of(picture, darkest -> darkest > value);
  }

  @Override
  public List<Double> thresholds() {
    return List.of((double) value);
  }

  @Override
  public Preprocessor withThresholds(List<Double> thresholds) {
    return new Threshold(thresholds.get(0).intValue());
  }

  @Override
  public String module() {
    return "threshold";
  }
}
