package io.pentimento.internal;

import ai.djl.ndarray.NDArray;

/** Operations of networks that find things in pictures; results live in the scope. */
public final class SegmentKernels {
  private SegmentKernels() {}

  /**
   * Cuts a picture's token rows into square windows; what a window has beyond the right or bottom
   * edge is 0.
   *
   * @param x {@code [batch, height × width, channels]}
   * @param side cells along a side of a window
   * @return {@code [batch × windows, side × side, channels]}, windows row by row
   */
  public static NDArray windows(Scope scope, NDArray x, long height, long width, long side) {
    return scope.call("windows", x, height, width, side);
  }

  /** Puts windows of {@link #windows} together again, without what lies beyond the edges. */
  public static NDArray joinedWindows(Scope scope, NDArray x, long height, long width, long side) {
    return scope.call("joined_windows", x, height, width, side);
  }

  /**
   * Attention between the cells of a picture, whose scores also tell how far query and key are
   * apart along each axis, by the query before it is scaled (Li et al. 2022, MViTv2, equation 4).
   *
   * @param qkv queries, keys and values behind each other, {@code [batch, height × width, 3 ×
   *     channels]}
   * @param down for the row of a query and of a key, {@code [height, height, channels / heads]}
   * @param across for their columns, {@code [width, width, channels / heads]}
   * @return {@code [batch, height × width, channels]}
   */
  public static NDArray attentionRelative(
      Scope scope, NDArray qkv, NDArray down, NDArray across, long heads) {
    return scope.call(
        "attention_relative", qkv, down, across, heads, scope.kernels().linearByConvolution());
  }

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

  /** Resizes pictures linearly between the centres of pixels, without antialiasing. */
  public static NDArray bilinear(Scope scope, NDArray x, long height, long width) {
    return scope.call("bilinear", x, height, width);
  }

  /**
   * Resizes what tells the places of a square picture's tokens, by a cubic filter; the row of the
   * whole picture, the first, stays.
   *
   * @param places {@code [side × side + 1, channels]}
   * @return {@code [rows × columns + 1, channels]}
   */
  public static NDArray resizedPlaces(
      Scope scope, NDArray places, long side, long rows, long columns) {
    return scope.call("resized_places", places, side, rows, columns);
  }

  /** The largest of each square of two by two, those at an odd right or bottom edge included. */
  public static NDArray halved(Scope scope, NDArray x) {
    return scope.call("halved", x);
  }

  /**
   * A 3×3 convolution that keeps the size, of cells that lie some cells apart, and a ReLU.
   *
   * @param dilation how far apart, at least 1
   */
  public static NDArray convReluDilated(
      Scope scope, NDArray x, NDArray weight, NDArray bias, long dilation) {
    return scope.call("conv_relu_dilated", x, weight, bias, dilation);
  }
}
