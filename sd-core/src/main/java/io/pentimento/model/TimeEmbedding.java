package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Turns a timestep into the vector that steers all residual blocks: sinusoids (Vaswani et al. 2017,
 * section 3.5) through two linear layers.
 */
record TimeEmbedding(
    int channels,
    double freqShift,
    boolean cosinesFirst,
    Linear linear1,
    Linear linear2,
    Optional<GuidanceEmbedding> guidance) {
  private static final double LONGEST_PERIOD = 10_000;

  static TimeEmbedding read(Weights weights, UNetConfig config) {
    int channels = config.levels().get(0).channels();
    int width = config.timeEmbeddingWidth();
    return new TimeEmbedding(
        channels,
        config.freqShift(),
        config.flipSinToCos(),
        weights.linear("time_embedding.linear_1", channels, width),
        weights.linear("time_embedding.linear_2", width, width),
        GuidanceEmbedding.read(weights, config));
  }

  /**
   * Returns the embedding {@code [timesteps, 4 × channels]} before the activation that residual
   * blocks expect.
   *
   * @param guidanceScale for a network that takes it beside the timestep
   */
  NDArray apply(Scope parent, NumberType type, OptionalDouble guidanceScale, double... timesteps) {
    try (Scope scope = parent.open("time embedding")) {
      NDArray features =
          scope.cast(scope.array(sinusoids(channels, timesteps), timesteps.length, channels), type);
      if (guidanceScale.isPresent()) {
        GuidanceEmbedding embedding = guidance.orElseThrow();
        NDArray added = embedding.apply(scope, type, guidanceScale.getAsDouble());
        features = scope.add(features, added);
      }
      return parent.adopt(linear2.apply(scope, scope.silu(linear1.apply(scope, features))));
    }
  }

  /**
   * Returns the sinusoids of numbers, one row of {@code width} each.
   *
   * @param width how many there are of each number
   */
  float[] sinusoids(int width, double... numbers) {
    int half = width / 2;
    float[] features = new float[numbers.length * width];
    for (int row = 0; row < numbers.length; row++) {
      for (int i = 0; i < half; i++) {
        // The reference computes both factors in float32; so do we, or large timesteps drift apart.
        float frequency =
            (float) Math.exp((float) (-Math.log(LONGEST_PERIOD) * i) / (float) (half - freqShift));
        float angle = (float) numbers[row] * frequency;
        int sine = row * width + (cosinesFirst ? half : 0) + i;
        int cosine = row * width + (cosinesFirst ? 0 : half) + i;
        features[sine] = (float) Math.sin(angle);
        features[cosine] = (float) Math.cos(angle);
      }
    }
    return features;
  }
}
