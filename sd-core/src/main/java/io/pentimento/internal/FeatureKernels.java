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
   * Finds out which tokens are merged: those most like one of some that take others in, by the
   * cosine of the angle between them. Of equally like ones the first are merged, into the first.
   *
   * @param x {@code [rows, tokens, channels]}
   * @param from the tokens that may be merged, int64
   * @param into the tokens that take others in, int64
   * @param merged how many are merged, at most as many as may be
   * @return for each token the row of all merged tokens that it became part of, {@code [rows,
   *     tokens]}, int64
   */
  public static NDArray mergePlaces(
      Scope scope, NDArray x, NDArray from, NDArray into, long merged) {
    Kernels kernels = scope.kernels();
    return scope.call(
        "merge_places",
        x,
        from,
        into,
        merged,
        kernels.linearByConvolution(),
        kernels.scoresAtOnce());
  }

  /**
   * Returns the means of tokens that are merged.
   *
   * @param count how many are left of a row
   */
  public static NDArray merged(Scope scope, NDArray x, NDArray places, long count) {
    return scope.call("merge_rows", x, places, count);
  }

  /** Gives each token what it became part of. */
  public static NDArray unmerged(Scope scope, NDArray x, NDArray places) {
    return scope.call("unmerge_rows", x, places);
  }

  /**
   * Tells how much attention each key gets: the sum over all queries of the mean over all heads, 1
   * on average.
   *
   * @param q queries {@code [rows, tokens, channels]}
   * @param k keys {@code [rows, tokens, channels]}
   * @return {@code [rows, tokens]}, float32
   */
  public static NDArray attentionReceived(Scope scope, NDArray q, NDArray k, long heads) {
    return scope.call("attention_received", q, k, heads);
  }

  /**
   * Blurs a picture where a mask is 1. Beyond the edges the picture is mirrored, or wraps where the
   * scope's convolutions do.
   *
   * @param mask {@code [batch, 1, h, w]} of any size, float32; stretched by repeating cells
   * @param taps the weights along either axis, an odd number of them, float32
   */
  public static NDArray blurWhere(Scope scope, NDArray x, NDArray mask, NDArray taps) {
    return scope.call("blur_where", x, mask, taps, scope.edges().wrapX(), scope.edges().wrapY());
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

  /** The Gaussian error linear unit by tanh (Hendrycks and Gimpel 2016, section 2). */
  public static NDArray geluTanh(Scope scope, NDArray x) {
    return scope.call("gelu_tanh", x);
  }

  /** Returns the mean of the tokens of each row, {@code [batch, 1, channels]}. */
  public static NDArray rowMean(Scope scope, NDArray x) {
    return scope.call("row_mean", x);
  }

  /** Adds zeros around a picture, whatever the scope's convolutions see there. */
  public static NDArray padded(
      Scope scope, NDArray x, long left, long right, long top, long bottom) {
    return scope.call("surrounded", x, left, right, top, bottom, false, false);
  }

  /**
   * Takes the largest of each square of cells.
   *
   * @param padding how many cells of minus infinity are added on every side
   * @param ceil whether a square may stand out over the right and lower edge
   */
  public static NDArray maxPool(
      Scope scope, NDArray x, long kernel, long stride, long padding, boolean ceil) {
    return scope.call("max_pool", x, kernel, stride, padding, ceil);
  }
}
