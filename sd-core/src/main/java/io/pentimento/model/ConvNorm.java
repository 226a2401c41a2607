package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.Scope;
import java.util.Optional;

/**
 * A convolution, a batch norm (Ioffe and Szegedy 2015) and SiLU. Since a trained batch norm is one
 * factor and one shift a channel, it is made part of the convolution when it is read.
 *
 * @param conv both of them
 */
record ConvNorm(Conv conv) {
  /**
   * Reads {@code conv} and {@code bn}, or a {@code conv} with a bias that has them both in it.
   *
   * @param scope where the weights live
   * @param eps what is added to the variance
   */
  static ConvNorm read(
      Scope scope, Weights weights, long in, long out, long kernel, long stride, double eps) {
    if (!weights.has("bn")) {
      return new ConvNorm(weights.conv("conv", in, out, kernel, stride));
    }
    NDArray weight = weights.tensor("conv.weight", out, in, kernel, kernel);
    float[] gamma = floats(scope, weights.tensor("bn.weight", out));
    float[] beta = floats(scope, weights.tensor("bn.bias", out));
    float[] mean = floats(scope, weights.tensor("bn.running_mean", out));
    float[] variance = floats(scope, weights.tensor("bn.running_var", out));
    int known =
        Math.min(Math.min(gamma.length, beta.length), Math.min(mean.length, variance.length));
    if (known < out || weight.getShape().dimension() != 4) {
      // One of them is missing or misshapen, which the end of the reading tells.
      return new ConvNorm(new Conv("", weight, weight, stride, 0, Optional.empty()));
    }
    float[] factor = new float[known];
    float[] shift = new float[known];
    for (int i = 0; i < known; i++) {
      double scale = gamma[i] / Math.sqrt(variance[i] + eps);
      factor[i] = (float) scale;
      shift[i] = (float) (beta[i] - mean[i] * scale);
    }
    try (weight;
        NDArray factors = scope.array(factor, out, 1, 1, 1)) {
      NDArray folded =
          LayerWeights.packConvolution(scope, scope.multiply(weight, factors), stride == 1);
      NDArray bias = scope.array(shift, out);
      return new ConvNorm(new Conv("", folded, bias, stride, kernel / 2, Optional.empty()));
    }
  }

  private static float[] floats(Scope scope, NDArray array) {
    try (array) {
      return Scope.floats(array, scope);
    }
  }

  /** Maps {@code [batch, in, h, w]} to {@code [batch, out, h / stride, w / stride]}. */
  NDArray apply(Scope scope, NDArray x) {
    try (NDArray y = conv.apply(scope, x)) {
      return scope.silu(y);
    }
  }
}
