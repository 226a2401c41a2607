package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.Optional;

/**
 * A 3×3 convolution that may lack a bias.
 *
 * @param weight {@code [out, in, 3, 3]}
 * @param bias {@code [out]}
 * @param stride the step on both axes
 */
record TinyConv(NDArray weight, Optional<NDArray> bias, long stride) {
  static TinyConv read(Weights weights, String name, long in, long out) {
    return new TinyConv(
        weights.tensor(name + ".weight", out, in, 3, 3),
        Optional.of(weights.tensor(name + ".bias", out)),
        1);
  }

  static TinyConv withoutBias(Weights weights, String name, long width, long stride) {
    return new TinyConv(
        weights.tensor(name + ".weight", width, width, 3, 3), Optional.empty(), stride);
  }

  /** Maps {@code [batch, in, h, w]} to {@code [batch, out, h / stride, w / stride]}. */
  NDArray apply(Scope scope, NDArray x) {
    return bias.isPresent()
        ? scope.conv(x, weight, bias.get(), stride, 1)
        : scope.conv(x, weight, stride, 1);
  }
}
