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

  /**
   * Puts a token before those of each picture, and adds to all what tells their places.
   *
   * @param x {@code [batch, tokens, width]}
   * @param first {@code [width]}
   * @param places {@code [tokens + 1, width]}
   */
  public static NDArray placed(Scope scope, NDArray x, NDArray first, NDArray places) {
    return scope.call("placed", x, first, places);
  }

  /**
   * Cuts each row {@code [batch, numbers]} into token rows {@code [batch, tokens, numbers /
   * tokens]}.
   */
  public static NDArray cutRows(Scope scope, NDArray x, long tokens) {
    return scope.call("cut_rows", x, tokens);
  }

  /**
   * Attention as {@link Scope#attention}, with a number for each token of the context that is added
   * to its scores.
   *
   * @param bias {@code [1, 1, 1, context]}, of the queries' type
   */
  public static NDArray attention(
      Scope scope, NDArray q, NDArray k, NDArray v, NDArray bias, long heads) {
    return scope.call("attention_biased", q, k, v, bias, heads);
  }
}
