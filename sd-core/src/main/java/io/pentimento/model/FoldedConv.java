package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import java.util.stream.Stream;

/**
 * A 3×3 convolution of IS-Net and its ReLU. The batch normalisation between them is part of the
 * weight, since it is the same for all pictures once a network is trained.
 *
 * @param weight {@code [out, in, 3, 3]}
 * @param bias {@code [out]}
 * @param dilation how many cells what is looked at lies apart
 */
record FoldedConv(NDArray weight, NDArray bias, long dilation) {
  private static final double EPS = 1e-5;

  /** Reads the layer; what is made of its tensors lives in the scope. */
  static FoldedConv read(Weights weights, int in, int out, int dilation, Scope scope) {
    NDArray weight = weights.tensor("conv_s1.weight", out, in, 3, 3);
    NDArray bias = weights.tensor("conv_s1.bias", out);
    NDArray gain = weights.tensor("bn_s1.weight", out);
    NDArray shift = weights.tensor("bn_s1.bias", out);
    NDArray mean = weights.tensor("bn_s1.running_mean", out);
    NDArray variance = weights.tensor("bn_s1.running_var", out);
    float[] scales = Scope.floats(gain, scope);
    float[] biases = Scope.floats(bias, scope);
    float[] shifts = Scope.floats(shift, scope);
    float[] means = Scope.floats(mean, scope);
    float[] variances = Scope.floats(variance, scope);
    boolean whole =
        weight.getShape().dimension() == 4
            && Stream.of(scales, biases, shifts, means, variances)
                .allMatch(values -> values.length == out);
    if (!whole) {
      // What is missing or of another shape is told when all has been read.
      return new FoldedConv(weight, bias, dilation);
    }
    for (int i = 0; i < out; i++) {
      double scale = scales[i] / Math.sqrt(variances[i] + EPS);
      scales[i] = (float) scale;
      biases[i] = (float) ((biases[i] - means[i]) * scale + shifts[i]);
    }
    try (weight;
        bias;
        gain;
        shift;
        mean;
        variance;
        NDArray factors = scope.array(scales, out, 1, 1, 1)) {
      return new FoldedConv(scope.multiply(weight, factors), scope.array(biases, out), dilation);
    }
  }

  NDArray apply(Scope scope, NDArray x) {
    return SegmentKernels.convReluDilated(scope, x, weight, bias, dilation);
  }
}
