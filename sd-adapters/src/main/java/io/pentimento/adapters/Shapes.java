package io.pentimento.adapters;

import java.util.Arrays;

/** Arithmetic on the sizes of tensors. */
final class Shapes {
  private Shapes() {}

  /**
   * Returns the product of the sizes from an index on.
   *
   * @throws ArithmeticException if it is over 2^63
   */
  static long product(long[] shape, int from) {
    return Arrays.stream(shape, Math.min(from, shape.length), shape.length)
        .reduce(1, Math::multiplyExact);
  }

  /** Tells whether shapes are the same but for sizes of 1 at the end. */
  static boolean sameButForOnes(long[] one, long[] other) {
    long[] shorter = one.length <= other.length ? one : other;
    long[] longer = one.length <= other.length ? other : one;
    return Arrays.equals(shorter, Arrays.copyOf(longer, shorter.length))
        && product(longer, shorter.length) == 1;
  }
}
