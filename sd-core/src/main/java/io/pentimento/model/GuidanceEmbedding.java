package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.Optional;

/**
 * Turns the guidance's scale into what is added to the timestep's features: Luo et al. 2023,
 * "Latent Consistency Models", section 4.2.
 *
 * @param width how many sinusoids there are
 * @param projection to the timestep's features
 */
record GuidanceEmbedding(int width, Linear projection) {
  private static final double LONGEST_PERIOD = 10_000;
  private static final double SCALE = 1000;

  static Optional<GuidanceEmbedding> read(Weights weights, UNetConfig config) {
    int width = config.guidanceWidth();
    int channels = config.levels().get(0).channels();
    return width == 0
        ? Optional.empty()
        : Optional.of(
            new GuidanceEmbedding(
                width, weights.linearWithoutBias("time_embedding.cond_proj", width, channels)));
  }

  NDArray apply(Scope parent, NumberType type, double guidanceScale) {
    try (Scope scope = parent.open("guidance embedding")) {
      NDArray features = scope.cast(scope.array(sinusoids(guidanceScale), 1, width), type);
      return parent.adopt(projection.apply(scope, features));
    }
  }

  /**
   * Returns the features of a scale. Unlike those of timesteps they have sines first, and their
   * periods end at the longest one.
   */
  float[] sinusoids(double guidanceScale) {
    int half = width / 2;
    float[] features = new float[width];
    float w = (float) ((guidanceScale - 1) * SCALE);
    float step = (float) (Math.log(LONGEST_PERIOD) / (half - 1));
    for (int i = 0; i < half; i++) {
      float angle = w * (float) Math.exp(i * -step);
      features[i] = (float) Math.sin(angle);
      features[half + i] = (float) Math.cos(angle);
    }
    return features;
  }
}
