package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.Optional;

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
  /**
   * Keys and values of a context, ready for any number of queries.
   *
   * @param beside those of other contexts, each attended to by itself, whose values are added
   */
  record KeyValue(NDArray keys, NDArray values, List<Beside> beside) {
    KeyValue {
      beside = List.copyOf(beside);
    }

    KeyValue(NDArray keys, NDArray values) {
      this(keys, values, List.of());
    }
  }

  /**
   * A context that is looked at beside the prompt.
   *
   * @param bias what is added to the scores of each of its tokens, {@code [1, 1, 1, tokens]}
   * @param weight by what its values are multiplied
   */
  record Beside(NDArray keys, NDArray values, Optional<NDArray> bias, double weight) {
    NDArray addTo(Scope scope, NDArray attended, NDArray q, int heads) {
      NDArray own =
          bias.isPresent()
              ? FeatureKernels.attention(scope, q, keys, values, bias.get(), heads)
              : scope.attention(q, keys, values, heads, false);
      return scope.addScaled(attended, own, weight);
    }
  }

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
    return joined(scope, queries, attend(scope, queries, context), context);
  }

  /** Adds what is found beside the prompt, and maps all. */
  private NDArray joined(Scope scope, NDArray queries, NDArray found, KeyValue context) {
    NDArray sum = found;
    for (Beside other : context.beside()) {
      sum = other.addTo(scope, sum, queries, heads);
    }
    return toOut.apply(scope, sum);
  }

  private NDArray attend(Scope scope, NDArray queries, KeyValue context) {
    return upcast
        ? attendWidely(scope, queries, context)
        : scope.attention(queries, context.keys(), context.values(), heads, false);
  }

  /** Looks at the context in float32. */
  private NDArray attendWidely(Scope parent, NDArray queries, KeyValue context) {
    try (Scope scope = parent.open("wide attention")) {
      NDArray attended =
          scope.attention(
              scope.cast(queries, NumberType.FLOAT32),
              scope.cast(context.keys(), NumberType.FLOAT32),
              scope.cast(context.values(), NumberType.FLOAT32),
              heads,
              false);
      return parent.adopt(scope.cast(attended, NumberType.of(queries)));
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
    NDArray found = attend(scope, queries, context);
    NDArray mixed = regions.mixed(scope, layer, queries, found, height, width);
    return joined(scope, queries, mixed, context);
  }
}
