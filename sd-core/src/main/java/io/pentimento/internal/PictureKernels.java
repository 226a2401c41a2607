package io.pentimento.internal;

import ai.djl.ndarray.NDArray;

/** Operations of networks that look at pictures; results live in the scope. */
public final class PictureKernels {
  private PictureKernels() {}

  /**
   * A transposed convolution without padding.
   *
   * @param x {@code [batch, in, h, w]}
   * @param weight {@code [in, out, kernel, kernel]}
   * @param bias {@code [out]}
   * @param stride the distance on both axes between what two neighbours of {@code x} make
   */
  public static NDArray transposedConv(
      Scope scope, NDArray x, NDArray weight, NDArray bias, long stride) {
    return scope.call("transposed_conv", x, weight, bias, stride);
  }

  /**
   * Gives each place the largest value of the square around it; beyond the edges there is nothing.
   *
   * @param reach how far the square goes to each side
   */
  public static NDArray largestAround(Scope scope, NDArray x, long reach) {
    return scope.call("largest_around", x, reach);
  }
}
