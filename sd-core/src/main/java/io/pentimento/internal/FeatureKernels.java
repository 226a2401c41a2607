package io.pentimento.internal;

import ai.djl.ndarray.NDArray;

/** Operations on features that options of a request ask for; results live in the scope. */
public final class FeatureKernels {
  private FeatureKernels() {}

  /**
   * Multiplies the first half of the channels.
   *
   * @param byStrength whether the factor counts in full where the mean of all channels is largest,
   *     and not at all where it is smallest
   */
  public static NDArray scaleHalf(Scope scope, NDArray x, double factor, boolean byStrength) {
    return scope.call("scale_half", x, factor, byStrength);
  }

  /**
   * Multiplies what of a picture lies along some waves, and leaves the rest.
   *
   * @param waves of length 1, or in pairs of sine and cosine that sum to it, {@code [height ×
   *     width, waves]}, float32
   */
  public static NDArray scaleAlong(Scope scope, NDArray x, NDArray waves, double factor) {
    return scope.call("scale_along", x, waves, factor);
  }

  /**
   * Continues a picture on its other side.
   *
   * @param columns how many are added left and right each, at most its width
   * @param rows how many are added above and below each, at most its height
   */
  public static NDArray wrapped(Scope scope, NDArray x, long columns, long rows) {
    return scope.call("surrounded", x, columns, columns, rows, rows, true, true);
  }
}
