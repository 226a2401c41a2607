package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.List;

/**
 * Multi-head attention over token rows.
 *
 * @param heads into how many heads the channels are split
 * @param contextChanges the hypernetworks in front of keys and values, one after the other
 */
record Attention(
    int heads,
    Linear toQ,
    Linear toK,
    Linear toV,
    Linear toOut,
    List<ContextChange> contextChanges) {
  /** Keys and values of a context, ready for any number of queries. */
  record KeyValue(NDArray keys, NDArray values) {}

  static Attention read(Weights weights, int channels, int contextWidth, int heads) {
    return new Attention(
        heads,
        weights.linearWithoutBias("to_q", channels, channels),
        weights.linearWithoutBias("to_k", contextWidth, channels),
        weights.linearWithoutBias("to_v", contextWidth, channels),
        weights.linear("to_out.0", channels, channels),
        weights.contextChanges(contextWidth));
  }

  /** Projects a context {@code [batch, tokens, contextWidth]}. */
  KeyValue project(Scope scope, NDArray context) {
    NDArray forKeys = context;
    NDArray forValues = context;
    for (ContextChange change : contextChanges) {
      forKeys = change.forKeys(scope, forKeys);
      forValues = change.forValues(scope, forValues);
    }
    return new KeyValue(toK.apply(scope, forKeys), toV.apply(scope, forValues));
  }

  /** Lets the tokens of {@code x} look at a projected context. */
  NDArray apply(Scope scope, NDArray x, KeyValue context) {
    NDArray attended =
        scope.attention(toQ.apply(scope, x), context.keys(), context.values(), heads, false);
    return toOut.apply(scope, attended);
  }

  /**
   * Lets the cells of a picture look at a projected context and at the texts of regions.
   *
   * @param layer whose cross-attention this is
   */
  NDArray apply(
      Scope scope,
      NDArray x,
      KeyValue context,
      RegionKeys regions,
      TransformerLayer layer,
      long height,
      long width) {
    NDArray queries = toQ.apply(scope, x);
    NDArray found = scope.attention(queries, context.keys(), context.values(), heads, false);
    return toOut.apply(scope, regions.mixed(scope, layer, queries, found, height, width));
  }
}
