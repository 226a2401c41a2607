package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.OuterKernels;
import io.pentimento.internal.Scope;
import java.util.Optional;

/**
 * A two-dimensional convolution.
 *
 * @param name its key in a diffusers checkpoint, by which adapters find it
 * @param weight {@code [out, in, kernel, kernel]}
 * @param bias {@code [out]}
 * @param stride the step on both axes
 * @param padding the zeros added on every side
 * @param product what is added to the weight
 */
record Conv(
    String name,
    NDArray weight,
    NDArray bias,
    long stride,
    long padding,
    Optional<LowRank> product) {
  /**
   * Maps a float32 picture as {@link #apply}, in float32 where that can be had, for a network's
   * first layer: a rounded input is another input.
   *
   * @param type the network's type, which the result has
   */
  NDArray applyWide(Scope scope, NDArray x, NumberType type) {
    return product.isPresent()
        ? apply(scope, scope.pixels(x, type))
        : OuterKernels.conv(scope, scope.pixels(x, NumberType.FLOAT32), weight, bias, padding);
  }

  /**
   * Maps {@code [batch, in, height, width]} to {@code [batch, out, height / stride, width /
   * stride]}.
   */
  NDArray apply(Scope scope, NDArray x) {
    return product.isPresent()
        ? scope.conv(x, weight, bias, product.get().down(), product.get().up(), stride, padding)
        : scope.conv(x, weight, bias, stride, padding);
  }
}
