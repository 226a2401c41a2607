package io.pentimento.internal;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.Stream;

/** Operations of upscaling networks; results live in the scope. */
public final class UpscalerKernels {
  private UpscalerKernels() {}

  /** A 3×3 convolution and a leaky ReLU of slope 0.2. */
  public static NDArray leakyConv(Scope scope, NDArray x, NDArray weight, NDArray bias) {
    return scope.call("leaky_conv", x, weight, bias);
  }

  /**
   * Five 3×3 convolutions, each of which sees the input and what those before it made, with leaky
   * ReLUs of slope 0.2 between them; a fifth of the last is added to the input (Wang et al. 2018,
   * section 3.1).
   *
   * @param layers weight and bias of each convolution, in order
   */
  public static NDArray denseBlock(Scope scope, NDArray x, List<NDArray> layers) {
    return scope.call("dense_block", Stream.concat(Stream.of(x), layers.stream()).toArray());
  }

  /**
   * Turns squares of pixels into channels: {@code [batch, channels × factor², height / factor,
   * width / factor]}.
   */
  public static NDArray unshuffle(Scope scope, NDArray x, long factor) {
    return scope.call("unshuffle", x, factor);
  }

  /** Adds columns at the right and rows at the bottom that mirror those before the last. */
  public static NDArray mirrorRightBottom(Scope scope, NDArray x, long right, long bottom) {
    return scope.call("mirror_right_bottom", x, right, bottom);
  }
}
