package io.pentimento.internal;

import ai.djl.ndarray.NDArray;

/** The forms in which weights of convolutions are kept. */
public final class ConvWeights {
  /** The side of a picture for which weights are packed; others may be larger. */
  private static final long USUAL_SIDE = 32;

  /** How many dimensions a weight has in Winograd's form. */
  private static final int TRANSFORMED = 5;

  /** How many products of matrices make up a convolution in that form. */
  private static final int PRODUCTS = 16;

  private ConvWeights() {}

  /**
   * Returns a weight in the form that convolutions run fastest with here, which may be one that
   * only they can read, {@link Scope#wideCopy} and {@link Scope#plain}: another memory order, or
   * {@code [16 × out, in, 1, 1, 1]}, what <a href="https://arxiv.org/abs/1509.09308">Winograd's
   * F(2×2, 3×3)</a> makes of it. The weight itself is freed.
   *
   * @param weight {@code [out, in, kernel, kernel]}
   * @param many whether it is used with stride 1 on pictures of many cells, so that the other form,
   *     which takes 1.8 times the memory, is worth it
   */
  public static NDArray pack(Scope scope, NDArray weight, boolean many) {
    try (weight) {
      long padding = weight.getShape().get(2) / 2;
      return scope.call(many ? "packed_conv" : "ordered_conv", weight, 1L, padding, USUAL_SIDE);
    }
  }

  /** Returns a weight in the form of the one that it replaces, and frees it. */
  public static NDArray packLike(Scope scope, NDArray weight, NDArray replaced) {
    return pack(scope, weight, replaced.getShape().dimension() == TRANSFORMED);
  }

  /** Returns the shape of a weight, {@code [out, in, 3, 3]} for one in Winograd's form. */
  public static long[] shape(NDArray weight) {
    long[] shape = weight.getShape().getShape();
    return shape.length == TRANSFORMED ? new long[] {shape[0] / PRODUCTS, shape[1], 3, 3} : shape;
  }
}
