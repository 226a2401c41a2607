package io.pentimento.control;

import io.pentimento.image.AreaAverage;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import java.util.List;

/**
 * Takes details away by making a picture smaller and large again: {@code tile_resample}.
 *
 * @param factor how many times smaller, 1 to 8; below 1.1 the picture stays as it is
 */
public record TileResample(double factor) implements Preprocessor {
  private static final double LEAST = 1.1;

  /** Checks the factor. */
  public TileResample {
    if (!(factor >= 1 && factor <= 8)) {
      throw new IllegalArgumentException("factor must be in [1, 8], but got: " + factor + ".");
    }
  }

  @Override
  public Pixels apply(Pixels picture) {
    if (factor < LEAST) {
      return picture;
    }
    int width = Math.max(1, (int) (picture.width() / factor));
    int height = Math.max(1, (int) (picture.height() / factor));
    Pixels small = AreaAverage.resize(picture, width, height);
    return Resampling.LANCZOS.resize(small, picture.width(), picture.height());
  }

  @Override
  public List<Double> thresholds() {
    return List.of(factor);
  }

  @Override
  public Preprocessor withThresholds(List<Double> thresholds) {
    return new TileResample(thresholds.get(0));
  }

  @Override
  public String module() {
    return "tile_resample";
  }
}
