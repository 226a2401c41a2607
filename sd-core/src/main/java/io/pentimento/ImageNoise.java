package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.NoiseSource;
import java.util.List;

/**
 * The noise of a batch: every image draws from a generator of its own seed, so that a picture does
 * not depend on the batch it is made in.
 */
final class ImageNoise {
  private final List<NoiseSource.Generator> generators;
  private final long[] shape;

  /**
   * Seeds the generators.
   *
   * @param shape of one image's latent, {@code channels, height, width}
   */
  ImageNoise(NoiseSource source, List<Long> seeds, long... shape) {
    this.generators = seeds.stream().map(source::seeded).toList();
    this.shape = shape.clone();
  }

  /** Returns this noise as the steps of a run draw it. */
  RunSteps.Noise in(Scope scope) {
    return new RunSteps.Noise() {
      @Override
      public NDArray next() {
        return ImageNoise.this.next(scope);
      }

      @Override
      public NDArray between(double fromSigma, double toSigma) {
        return ImageNoise.this.next(scope);
      }
    };
  }

  /** Draws unit noise {@code [batch, channels, height, width]}. */
  NDArray next(Scope scope) {
    int size = Math.toIntExact(shape[0] * shape[1] * shape[2]);
    float[] values = new float[Math.multiplyExact(generators.size(), size)];
    for (int i = 0; i < generators.size(); i++) {
      System.arraycopy(generators.get(i).normal(size), 0, values, i * size, size);
    }
    return scope.array(values, generators.size(), shape[0], shape[1], shape[2]);
  }
}
