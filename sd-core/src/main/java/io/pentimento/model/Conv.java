package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/**
 * A two-dimensional convolution.
 *
 * @param name its key in a diffusers checkpoint, by which adapters find it
 * @param weight {@code [out, in, kernel, kernel]}
 * @param bias {@code [out]}
 * @param stride the step on both axes
 * @param padding the zeros added on every side
 */
record Conv(String name, NDArray weight, NDArray bias, long stride, long padding) {
  /**
   * Maps {@code [batch, in, height, width]} to {@code [batch, out, height / stride, width /
   * stride]}.
   */
  NDArray apply(Scope scope, NDArray x) {
    return scope.conv(x, weight, bias, stride, padding);
  }
}
