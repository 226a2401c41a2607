package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.List;

/**
 * Multi-head attention over token rows.
 *
 * @param heads into how many heads the channels are split
 * @param upcast whether it is computed in float32 whatever the network's type
 * @param contextChanges the hypernetworks in front of keys and values, one after the other
 */
record Attention(
    int heads,
    Linear toQ,
    Linear toK,
    Linear toV,
    Linear toOut,
    boolean upcast,
    List<ContextChange> contextChanges) {
  /** Keys and values of a context, ready for any number of queries. */
  record KeyValue(NDArray keys, NDArray values) {}

  static Attention read(
      Weights weights, int channels, int contextWidth, int heads, boolean upcast) {
    return new Attention(
        heads,
        weights.linearWithoutBias("to_q", channels, channels),
        weights.linearWithoutBias("to_k", contextWidth, channels),
        weights.linearWithoutBias("to_v", contextWidth, channels),
        weights.linear("to_out.0", channels, channels),
        upcast,
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
    NDArray queries = toQ.apply(scope, x);
    return toOut.apply(
        scope, upcast ? widely(scope, queries, context) : attend(scope, queries, context));
  }

  private NDArray attend(Scope scope, NDArray queries, KeyValue context) {
    return scope.attention(queries, context.keys(), context.values(), heads, false);
  }

  /** Looks at the context in float32. */
  private NDArray widely(Scope parent, NDArray queries, KeyValue context) {
    NumberType own = NumberType.of(queries);
    if (own == NumberType.FLOAT32) {
      return attend(parent, queries, context);
    }
    try (Scope scope = parent.open("wide attention")) {
      KeyValue wide =
          new KeyValue(
              scope.cast(context.keys(), NumberType.FLOAT32),
              scope.cast(context.values(), NumberType.FLOAT32));
      NDArray attended = attend(scope, scope.cast(queries, NumberType.FLOAT32), wide);
      return parent.adopt(scope.cast(attended, own));
    }
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
