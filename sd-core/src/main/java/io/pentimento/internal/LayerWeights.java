package io.pentimento.internal;

import ai.djl.ndarray.NDArray;

/**
 * The forms in which weights of layers are kept. Those that layers run fastest with may be such as
 * only they can read, {@link Scope#wideCopy} and {@link Scope#plain}.
 */
public final class LayerWeights {
  /** The side of a picture for which weights are packed; others may be larger. */
  private static final long USUAL_SIDE = 32;

  /** How many dimensions a convolution's weight has in Winograd's form. */
  private static final int TRANSFORMED = 5;

  /** How many products of matrices make up a convolution in that form. */
  private static final int PRODUCTS = 16;

  private LayerWeights() {}

  /**
   * Returns the weight of a convolution in the form that it runs fastest with here, which is
   * another memory order, or {@code [16 × out, in, 1, 1, 1]}, what <a
   * href="https://arxiv.org/abs/1509.09308">Winograd's F(2×2, 3×3)</a> makes of it. The weight
   * itself is freed.
   *
   * @param weight {@code [out, in, kernel, kernel]}
   * @param many whether it is used with stride 1 on pictures of many cells, so that the other form,
   *     which takes 1.8 times the memory, is worth it
   */
  public static NDArray packConvolution(Scope scope, NDArray weight, boolean many) {
    try (weight) {
      long padding = weight.getShape().get(2) / 2;
      return scope.call(many ? "packed_conv" : "ordered_conv", weight, 1L, padding, USUAL_SIDE);
    }
  }

  /**
   * Returns the weight of a linear layer in the memory order that it runs fastest with here. The
   * weight itself is freed.
   *
   * @param weight {@code [out, in]}
   */
  public static NDArray packLinear(Scope scope, NDArray weight) {
    try (weight) {
      return scope.call("packed_linear", weight);
    }
  }

  /** Returns the weight of a layer in the form of the one that it replaces, and frees it. */
  public static NDArray packLike(Scope scope, NDArray weight, NDArray replaced) {
    if (weight.getShape().dimension() == 2) {
      try (weight) {
        return scope.call("linear_like", weight, replaced);
      }
    }
    return packConvolution(scope, weight, replaced.getShape().dimension() == TRANSFORMED);
  }

  /** Returns the shape of a weight, {@code [out, in, 3, 3]} for one in Winograd's form. */
  public static long[] shape(NDArray weight) {
    long[] shape = weight.getShape().getShape();
    return shape.length == TRANSFORMED ? new long[] {shape[0] / PRODUCTS, shape[1], 3, 3} : shape;
  }
}
