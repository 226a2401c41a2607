package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.BrownianTree;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.NoiseSource;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The noise of a batch: every image draws from a generator of its own seed, so that a picture does
 * not depend on the batch it is made in.
 */
final class ImageNoise {
  private final NoiseSource source;
  private final List<Long> seeds;
  private final List<NoiseSource.Generator> generators;
  private final long[] shape;

  /**
   * Seeds the generators.
   *
   * @param shape of one image's latent, {@code channels, height, width}
   */
  ImageNoise(NoiseSource source, List<Long> seeds, long... shape) {
    this.source = source;
    this.seeds = List.copyOf(seeds);
    this.generators = seeds.stream().map(source::seeded).toList();
    this.shape = shape.clone();
  }

  /** Returns this noise as the steps of a run draw it, which has no path. */
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

  /** Returns this noise as the steps of a run draw it, with a path over a ladder's levels. */
  RunSteps.Noise in(Scope scope, Ladder ladder) {
    return new RunSteps.Noise() {
      /** One path an image, made when it is first asked for: most samplers need none. */
      private List<BrownianTree> paths = List.of();

      @Override
      public NDArray next() {
        return ImageNoise.this.next(scope);
      }

      @Override
      public NDArray between(double fromSigma, double toSigma) {
        if (paths.isEmpty()) {
          paths = paths(ladder.pathStart(), ladder.pathEnd());
        }
        return batch(scope, image -> paths.get(image).noise(fromSigma, toSigma));
      }
    };
  }

  private List<BrownianTree> paths(double start, double end) {
    return seeds.stream().map(seed -> new BrownianTree(source, seed, start, end, size())).toList();
  }

  /** Draws unit noise {@code [batch, channels, height, width]}. */
  NDArray next(Scope scope) {
    return batch(scope, image -> generators.get(image).normal(size()));
  }

  private NDArray batch(Scope scope, IntFunction<float[]> noiseOfImage) {
    int size = size();
    float[] values = new float[Math.multiplyExact(generators.size(), size)];
    for (int i = 0; i < generators.size(); i++) {
      System.arraycopy(noiseOfImage.apply(i), 0, values, i * size, size);
    }
    return scope.array(values, generators.size(), shape[0], shape[1], shape[2]);
  }

  private int size() {
    return Math.toIntExact(shape[0] * shape[1] * shape[2]);
  }
}
