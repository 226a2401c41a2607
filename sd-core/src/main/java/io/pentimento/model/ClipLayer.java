package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.Scope;
import java.util.List;

/**
 * One layer of either half of CLIP, and of other vision transformers: self-attention and a
 * feed-forward, each on its normalised input and added to it.
 */
record ClipLayer(
    TextEncoderConfig.Activation activation,
    Norm norm1,
    Attention attention,
    Norm norm2,
    Linear in,
    Linear out) {
  /**
   * The sizes of a layer.
   *
   * @param width channels
   * @param feedForwardWidth channels between the two layers of the feed-forward
   * @param heads attention heads
   * @param activation the feed-forward's activation
   * @param layerNormEps epsilon of the layer normalisations
   */
  record Sizes(
      int width,
      int feedForwardWidth,
      int heads,
      TextEncoderConfig.Activation activation,
      double layerNormEps) {
    static Sizes of(TextEncoderConfig config) {
      return new Sizes(
          config.width(),
          config.feedForwardWidth(),
          config.heads(),
          config.activation(),
          config.layerNormEps());
    }

    static Sizes of(ClipVisionConfig config) {
      return new Sizes(
          config.width(),
          config.feedForwardWidth(),
          config.heads(),
          config.activation(),
          config.layerNormEps());
    }
  }

  static ClipLayer read(Weights weights, Sizes sizes) {
    int width = sizes.width();
    return new ClipLayer(
        sizes.activation(),
        weights.norm("layer_norm1", width, sizes.layerNormEps()),
        new Attention(
            sizes.heads(),
            weights.linear("self_attn.q_proj", width, width),
            weights.linear("self_attn.k_proj", width, width),
            weights.linear("self_attn.v_proj", width, width),
            weights.linear("self_attn.out_proj", width, width),
            false,
            List.of()),
        weights.norm("layer_norm2", width, sizes.layerNormEps()),
        weights.linear("mlp.fc1", width, sizes.feedForwardWidth()),
        weights.linear("mlp.fc2", sizes.feedForwardWidth(), width));
  }

  /**
   * Maps token rows {@code [batch, tokens, width]} to rows of the same shape.
   *
   * @param causal whether a token sees only itself and those before it, as in texts
   */
  NDArray apply(Scope parent, NDArray x, boolean causal) {
    try (Scope scope = parent.open("clip layer")) {
      NDArray normed = norm1.layer(scope, x);
      Attention.KeyValue self = attention.project(scope, normed);
      NDArray q = attention.toQ().apply(scope, normed);
      NDArray attended = scope.attention(q, self.keys(), self.values(), attention.heads(), causal);
      NDArray hidden = scope.add(x, attention.toOut().apply(scope, attended));
      NDArray fed = in.apply(scope, norm2.layer(scope, hidden));
      return parent.adopt(scope.add(hidden, out.apply(scope, active(scope, fed))));
    }
  }

  private NDArray active(Scope scope, NDArray x) {
    return switch (activation) {
      case QUICK_GELU -> scope.quickGelu(x);
      case GELU -> scope.gelu(x);
      case GELU_TANH -> FeatureKernels.geluTanh(scope, x);
    };
  }
}
