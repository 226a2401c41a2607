package io.pentimento.sampling;

/**
 * Arithmetic on the increments of a path. Each loop is alone in a method, over arrays that are
 * arguments, so that the JVM makes vector instructions of it.
 */
final class PathIncrements {
  private PathIncrements() {}

  /** Adds an increment to a sum. */
  static void add(float[] increment, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += increment[i];
    }
  }

  /** Adds an increment over a right half, which is the whole's without the left's, to a sum. */
  static void addRight(float[] whole, float[] left, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += whole[i] - left[i];
    }
  }

  /** Writes an increment over a right half. */
  static void right(float[] whole, float[] left, float[] right) {
    for (int i = 0; i < right.length; i++) {
      right[i] = whole[i] - left[i];
    }
  }

  /**
   * Turns unit noise into an increment over a left half.
   *
   * @param length of the left half
   * @param perLength one over the length of the whole
   * @param deviation of the increment, given the whole's
   * @param left unit noise, and what it becomes
   */
  static void bridge(float[] whole, float length, float perLength, float deviation, float[] left) {
    for (int i = 0; i < left.length; i++) {
      left[i] = length * whole[i] * perLength + deviation * left[i];
    }
  }

  /** Multiplies an increment. */
  static void multiply(float[] increment, float factor) {
    for (int i = 0; i < increment.length; i++) {
      increment[i] *= factor;
    }
  }

  /** Divides an increment. */
  static void divide(float[] increment, float divisor) {
    for (int i = 0; i < increment.length; i++) {
      increment[i] /= divisor;
    }
  }
}
