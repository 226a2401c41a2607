package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.Scope;
import io.pentimento.patch.FreeU;
import java.util.Optional;

/**
 * What FreeU does at one resolution.
 *
 * @param below the factor of half of the channels from below
 * @param low the factor of the skips' low frequencies
 * @param byStructure whether {@code below} counts most where the features are strongest
 */
record FeatureScales(double below, double low, boolean byStructure) {
  /** Returns what is done at a stage of the way up; nothing above the second. */
  static Optional<FeatureScales> of(FreeU freeU, int stage) {
    return switch (stage) {
      case 0 -> Optional.of(new FeatureScales(freeU.b1(), freeU.s1(), freeU.byStructure()));
      case 1 -> Optional.of(new FeatureScales(freeU.b2(), freeU.s2(), freeU.byStructure()));
      default -> Optional.empty();
    };
  }

  /** Joins a block's two inputs. */
  NDArray joined(Scope parent, NDArray hidden, NDArray skip) {
    try (Scope scope = parent.open("FreeU")) {
      NDArray strong = FeatureKernels.scaleHalf(scope, hidden, below, byStructure);
      NDArray waves = lowWaves(scope, skip.getShape().get(2), skip.getShape().get(3));
      NDArray weak = FeatureKernels.scaleAlong(scope, skip, waves, low);
      return parent.adopt(scope.concat(strong, weak, 1));
    }
  }

  /*
   * The reference multiplies the 2 × 2 lowest entries of a shifted Fourier transform: those of the
   * frequencies -1 and 0 of each axis, not of +1. The real part of what these four contribute is a
   * projection on cosines and sines, so a product with a few waves does without the transform.
   */
  private static NDArray lowWaves(Scope scope, long height, long width) {
    int rows = height > 1 ? 2 : 1;
    int columns = width > 1 ? 2 : 1;
    int count = 2 * rows * columns;
    float[] waves = new float[Math.toIntExact(height * width) * count];
    double norm = 1 / Math.sqrt((double) height * width);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int wave = Math.toIntExact(y * width + x) * count;
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            double angle = 2 * Math.PI * (i * (double) y / height + j * (double) x / width);
            waves[wave++] = (float) (norm * Math.cos(angle));
            waves[wave++] = (float) (norm * Math.sin(angle));
          }
        }
      }
    }
    return scope.array(waves, height * width, count);
  }
}
