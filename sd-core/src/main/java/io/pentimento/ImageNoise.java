package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.BrownianTree;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The noise of a batch: every image draws from a generator of its own seed, so that a picture does
 * not depend on the batch it is made in.
 */
final class ImageNoise {
  private final Seeds seeds;
  private final List<Long> variationSeeds;
  private final int channels;
  private final int height;
  private final int width;
  private final int factor;
  private List<NoiseSource.Generator> generators;

  /**
   * Seeds the generators.
   *
   * @param seeds drawn seeds
   * @param variationSeeds of the second noises; for an image beyond the list it is 0
   * @param channels of the latent
   * @param height of the latent
   * @param width of the latent
   * @param factor how many pixels one latent cell is wide
   */
  ImageNoise(
      Seeds seeds, List<Long> variationSeeds, int channels, int height, int width, int factor) {
    this.seeds = seeds;
    this.variationSeeds = List.copyOf(variationSeeds);
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.factor = factor;
    this.generators = seeds.each().stream().map(seeds.source()::seeded).toList();
  }

  /** Returns how many images there are. */
  int batch() {
    return generators.size();
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
        return drawn(scope, image -> paths.get(image).noise(fromSigma, toSigma));
      }
    };
  }

  private List<BrownianTree> paths(double start, double end) {
    int size = channels * height * width;
    return seeds.each().stream()
        .map(seed -> new BrownianTree(seeds.source(), seed, start, end, size))
        .toList();
  }

  /**
   * Draws the unit noise that a pass begins with, {@code [batch, channels, height, width]}, with
   * variation and resizing. What is drawn afterwards comes from other generators if the seeds tell
   * a difference for steps.
   */
  NDArray first(Scope scope) {
    NDArray noise = drawn(scope, i -> first(i));
    if (seeds.stepSeedDelta() != 0) {
      generators =
          seeds.each().stream()
              .map(seed -> seeds.source().seeded(seed + seeds.stepSeedDelta()))
              .toList();
    }
    return noise;
  }

  /** Draws unit noise {@code [batch, channels, height, width]}. */
  NDArray next(Scope scope) {
    return drawn(scope, i -> generators.get(i).normal(channels * height * width));
  }

  private NDArray drawn(Scope scope, IntFunction<float[]> noiseOfImage) {
    int size = Math.multiplyExact(Math.multiplyExact(channels, height), width);
    float[] values = new float[Math.multiplyExact(batch(), size)];
    IntStream.range(0, batch())
        .forEach(i -> System.arraycopy(noiseOfImage.apply(i), 0, values, i * size, size));
    return scope.array(values, batch(), channels, height, width);
  }

  private float[] first(int image) {
    Optional<ImageSize> from =
        seeds
            .resizeFrom()
            .filter(size -> size.height() / factor != height || size.width() / factor != width);
    NoiseSource.Generator own = generators.get(image);
    if (from.isEmpty()) {
      return varied(image, own, height, width);
    }
    int fromHeight = from.get().height() / factor;
    int fromWidth = from.get().width() / factor;
    NoiseSource.Generator fresh = seeds.source().seeded(seeds.each().get(image));
    float[] kept = varied(image, fresh, fromHeight, fromWidth);
    float[] around = own.normal(channels * height * width);
    return pasted(kept, fromHeight, fromWidth, around);
  }

  private float[] varied(int image, NoiseSource.Generator generator, int h, int w) {
    float[] noise = generator.normal(channels * h * w);
    double strength = seeds.variationStrength();
    if (strength == 0) {
      return noise;
    }
    long seed = image < variationSeeds.size() ? variationSeeds.get(image) : 0;
    float[] other = seeds.source().seeded(seed).normal(channels * h * w);
    return NoiseTurn.turned(strength, noise, other, channels, h, w);
  }

  /** Puts a noise of another size into the middle of one; what is too large is cut off. */
  private float[] pasted(float[] noise, int fromHeight, int fromWidth, float[] around) {
    int dx = Math.floorDiv(width - fromWidth, 2);
    int dy = Math.floorDiv(height - fromHeight, 2);
    int w = dx >= 0 ? fromWidth : fromWidth + 2 * dx;
    int h = dy >= 0 ? fromHeight : fromHeight + 2 * dy;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < h; y++) {
        int from = (c * fromHeight + y + Math.max(-dy, 0)) * fromWidth + Math.max(-dx, 0);
        int to = (c * height + y + Math.max(dy, 0)) * width + Math.max(dx, 0);
        System.arraycopy(noise, from, around, to, w);
      }
    }
    return around;
  }
}
