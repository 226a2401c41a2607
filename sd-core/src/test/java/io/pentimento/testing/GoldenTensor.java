package io.pentimento.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** One reference tensor, row-major. */
public record GoldenTensor(long[] shape, double[] values) {
  /** Returns the values as floats. */
  public float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Returns the largest magnitude, at least 1: the scale to which tolerances are relative. */
  public double scale() {
    return Math.max(1, Arrays.stream(values).map(Math::abs).max().orElse(1));
  }

  /**
   * Asserts that values agree with this tensor to an absolute tolerance, and tells the largest
   * difference and its place.
   */
  public void assertClose(String name, long[] actualShape, float[] actual, double tolerance) {
    assertThat(actualShape).as("shape of " + name).isEqualTo(shape);
    int worst = 0;
    double largest = -1;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs(actual[i] - values[i]);
      if (!(difference <= largest)) {
        largest = difference;
        worst = i;
      }
    }
    assertThat(largest)
        .as(
            "%s: largest difference, at flat index %d (got %s, expected %s)",
            name, worst, actual[worst], values[worst])
        .isLessThanOrEqualTo(tolerance);
  }
}
