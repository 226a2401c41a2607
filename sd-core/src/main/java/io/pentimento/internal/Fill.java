package io.pentimento.internal;

import java.util.Arrays;
import java.util.stream.LongStream;

/** The rule that values fill the shape of their array. */
final class Fill {
  private Fill() {}

  /**
   * Refuses values that do not fill a shape. DJL multiplies in 32 bits, and the native side then
   * reads beyond the values.
   */
  static void check(long values, long... shape) {
    boolean negative = LongStream.of(shape).anyMatch(side -> side < 0);
    double elements = LongStream.of(shape).asDoubleStream().reduce(1, (x, y) -> x * y);
    if (negative || elements != values) {
      throw new IllegalArgumentException(
          "The values must fill the shape %s, but there are %d."
              .formatted(Arrays.toString(shape), values));
    }
  }
}
