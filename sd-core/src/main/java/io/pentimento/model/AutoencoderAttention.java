package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.Map;

/** Single-head self-attention over all cells of a picture, added to it. */
record AutoencoderAttention(int groups, Norm norm, Attention attention) {
  /** How folders written before diffusers 0.18 name the layers. */
  private static final Map<String, String> OLD_NAMES =
      Map.of("to_q", "query", "to_k", "key", "to_v", "value", "to_out.0", "proj_attn");

  static AutoencoderAttention read(Weights weights, int channels, int groups, double eps) {
    return new AutoencoderAttention(
        groups,
        weights.norm("group_norm", channels, eps),
        new Attention(
            1,
            layer(weights, "to_q", channels),
            layer(weights, "to_k", channels),
            layer(weights, "to_v", channels),
            layer(weights, "to_out.0", channels),
            false,
            List.of()));
  }

  private static Linear layer(Weights weights, String name, int channels) {
    String old = OLD_NAMES.getOrDefault(name, name);
    return weights.linear(weights.has(old) ? old : name, channels, channels);
  }

  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("attention")) {
      long[] shape = x.getShape().getShape();
      NDArray tokens = scope.tokens(norm.group(scope, x, groups));
      NDArray attended = attention.apply(scope, tokens, attention.project(scope, tokens));
      return parent.adopt(scope.add(x, scope.picture(attended, shape[2], shape[3])));
    }
  }
}
