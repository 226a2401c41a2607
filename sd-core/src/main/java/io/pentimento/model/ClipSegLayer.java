package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/** A layer of what makes CLIPSeg's maps: normalised after each addition, with ReLU. */
record ClipSegLayer(SamAttention attention, Norm norm1, Linear in, Linear out, Norm norm2) {
  private static final double EPS = 1e-5;

  static ClipSegLayer read(Weights weights, ClipSegConfig config) {
    int width = config.width();
    return new ClipSegLayer(
        SamAttention.read(weights.at("self_attn"), width, width, config.heads()),
        weights.norm("layer_norm1", width, EPS),
        weights.linear("mlp.fc1", width, config.feedForwardWidth()),
        weights.linear("mlp.fc2", config.feedForwardWidth(), width),
        weights.norm("layer_norm2", width, EPS));
  }

  /** Maps {@code [texts, tokens, width]} to rows of the same shape. */
  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("clipseg layer")) {
      NDArray hidden = norm1.layer(scope, scope.add(x, attention.apply(scope, x, x, x)));
      NDArray fed = out.apply(scope, scope.activate("relu", in.apply(scope, hidden)));
      return parent.adopt(norm2.layer(scope, scope.add(hidden, fed)));
    }
  }
}
