package io.pentimento.internal;

import ai.djl.ndarray.NDArray;

/**
 * A network's first and last layer, which compute in float32 whatever type their weights have; see
 * {@code docs/architecture.md}.
 */
public final class OuterKernels {
  private OuterKernels() {}

  /** Convolves a float32 picture, and rounds the result to the weight's type once. */
  public static NDArray conv(Scope scope, NDArray x, NDArray weight, NDArray bias, long padding) {
    return scope.convolved(
        x, padding, (y, zeros) -> scope.call("conv_wide", y, weight, bias, zeros));
  }

  /** Group norm, SiLU and a 3×3 convolution of a picture that ends in zeros; float32. */
  public static NDArray normSiluConv(
      Scope scope,
      NDArray x,
      long groups,
      NDArray normWeight,
      NDArray normBias,
      double eps,
      NDArray weight,
      NDArray bias) {
    return scope.call("norm_silu_conv_wide", x, groups, normWeight, normBias, eps, weight, bias);
  }
}
