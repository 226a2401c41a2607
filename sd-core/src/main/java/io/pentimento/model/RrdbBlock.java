package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.internal.UpscalerKernels;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three dense blocks within a residual connection that takes a fifth of what they make (Wang et al.
 * 2018, figure 4).
 *
 * @param parts the dense blocks: weight and bias of each convolution, in order
 */
record RrdbBlock(List<List<NDArray>> parts) {
  private static final int PARTS = 3;
  private static final int LAYERS = 5;
  private static final double RESIDUAL = 0.2;

  static RrdbBlock read(Weights weights, RrdbConfig config, int block) {
    return new RrdbBlock(
        IntStream.rangeClosed(1, PARTS)
            .mapToObj(part -> part(weights, config, block, part))
            .toList());
  }

  private static List<NDArray> part(Weights weights, RrdbConfig config, int block, int part) {
    return IntStream.rangeClosed(1, LAYERS)
        .mapToObj(
            layer ->
                weights.conv(
                    config.layout().dense(block, part, layer),
                    config.width() + (layer - 1L) * config.growth(),
                    layer == LAYERS ? config.width() : config.growth(),
                    3,
                    1))
        .flatMap(conv -> Stream.of(conv.weight(), conv.bias()))
        .toList();
  }

  /** Maps {@code [batch, width, h, w]} to the same shape. */
  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("rrdb block")) {
      NDArray hidden = x;
      for (List<NDArray> part : parts) {
        hidden = UpscalerKernels.denseBlock(scope, hidden, part);
      }
      return parent.adopt(scope.addScaled(x, hidden, RESIDUAL));
    }
  }
}
