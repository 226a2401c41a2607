package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;

/** Turns what SDXL networks take beside the prompt into what is added to the time embedding. */
record AddedEmbedding(Linear linear1, Linear linear2) {
  static AddedEmbedding read(Weights weights, UNetConfig.Added added, int timeWidth) {
    return new AddedEmbedding(
        weights.linear("add_embedding.linear_1", added.width(), timeWidth),
        weights.linear("add_embedding.linear_2", timeWidth, timeWidth));
  }

  /** Maps {@code [batch, added width]} to {@code [batch, time embedding width]}. */
  NDArray apply(Scope parent, NumberType type, NDArray added) {
    try (Scope scope = parent.open("added embedding")) {
      NDArray hidden = linear1.apply(scope, scope.cast(added, type));
      return parent.adopt(linear2.apply(scope, scope.silu(hidden)));
    }
  }
}
