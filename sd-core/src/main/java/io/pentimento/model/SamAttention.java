package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/** Attention of Segment Anything's mask decoder, which may be narrower inside than outside. */
record SamAttention(int heads, Linear toQ, Linear toK, Linear toV, Linear toOut) {
  static SamAttention read(Weights weights, int width, int inner, int heads) {
    return new SamAttention(
        heads,
        weights.linear("q_proj", width, inner),
        weights.linear("k_proj", width, inner),
        weights.linear("v_proj", width, inner),
        weights.linear("out_proj", inner, width));
  }

  /** Maps {@code [1, queries, width]} to rows of the same shape. */
  NDArray apply(Scope scope, NDArray q, NDArray k, NDArray v) {
    NDArray found =
        scope.attention(
            toQ.apply(scope, q), toK.apply(scope, k), toV.apply(scope, v), heads, false);
    return toOut.apply(scope, found);
  }
}
