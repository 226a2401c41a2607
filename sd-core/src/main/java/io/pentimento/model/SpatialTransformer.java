package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transformer layers over the cells of a picture, added to it (Transformer2DModel). The 1×1
 * convolutions of SD1 and the linear projections of SD2 are the same map of token rows.
 */
record SpatialTransformer(
    int groups, Norm norm, Linear projectIn, List<TransformerLayer> layers, Linear projectOut) {
  /** Unlike in residual blocks, where it is 1e-5. */
  private static final double EPS = 1e-6;

  static SpatialTransformer read(
      Weights weights, UNetConfig config, int channels, int heads, int depth) {
    return new SpatialTransformer(
        config.normGroups(),
        weights.norm("norm", channels, EPS),
        weights.linear("proj_in", channels, channels),
        IntStream.range(0, depth)
            .mapToObj(
                i ->
                    TransformerLayer.read(
                        weights.at("transformer_blocks." + i),
                        channels,
                        config.crossAttentionDim(),
                        heads,
                        config.upcastAttention()))
            .toList(),
        weights.linear("proj_out", channels, channels));
  }

  /**
   * Maps {@code [batch, channels, h, w]} to the same shape.
   *
   * @param prompt what cross-attention looks at
   * @param how how the cells look at each other
   */
  NDArray apply(Scope parent, NDArray x, UNet.PromptKeys prompt, SelfAttention how) {
    try (Scope scope = parent.open("transformer")) {
      long[] shape = x.getShape().getShape();
      NDArray tokens = projectIn.apply(scope, scope.tokens(norm.group(scope, x, groups)));
      for (TransformerLayer layer : layers) {
        tokens = layer.apply(scope, tokens, prompt, how, shape[2], shape[3]);
      }
      NDArray picture = scope.picture(projectOut.apply(scope, tokens), shape[2], shape[3]);
      return parent.adopt(scope.add(picture, prompt.spread(scope, x)));
    }
  }
}
