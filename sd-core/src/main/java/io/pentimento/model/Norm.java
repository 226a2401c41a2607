package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.OuterKernels;
import io.pentimento.internal.Scope;

/**
 * Scale and shift of a normalisation.
 *
 * @param weight {@code [channels]}
 * @param bias {@code [channels]}
 * @param eps what is added to the variance
 */
record Norm(NDArray weight, NDArray bias, double eps) {
  /** Normalises each token of {@code [batch, tokens, channels]}. */
  NDArray layer(Scope scope, NDArray x) {
    return scope.layerNorm(x, weight, bias, eps);
  }

  /** Normalises groups of channels of {@code [batch, channels, height, width]}. */
  NDArray group(Scope scope, NDArray x, int groups) {
    return scope.groupNorm(x, groups, weight, bias, eps);
  }

  /**
   * Normalises, applies SiLU and convolves as {@link #groupSiluConv}, in float32 where that can be
   * had, for a network's last layer: what is rounded there is not evened out by any other.
   */
  NDArray groupSiluConvWide(Scope scope, NDArray x, int groups, Conv conv) {
    return conv.product().isPresent() || scope.edges().wrap()
        ? groupSiluConv(scope, x, groups, conv)
        : OuterKernels.normSiluConv(
            scope, x, groups, weight, bias, eps, conv.weight(), conv.bias());
  }

  /** Normalises groups of channels, applies SiLU and convolves with a 3×3 kernel. */
  NDArray groupSiluConv(Scope scope, NDArray x, int groups, Conv conv) {
    if (conv.product().isEmpty()) {
      return scope.normSiluConv(x, groups, weight, bias, eps, conv.weight(), conv.bias());
    }
    LowRank product = conv.product().get();
    return scope.normSiluConv(
        x, groups, weight, bias, eps, conv.weight(), conv.bias(), product.down(), product.up());
  }
}
