package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.List;

/**
 * One layer of BLIP's text decoder: attention to the words before, attention to the picture, and a
 * feed-forward, each added to its input and then normalised (Vaswani et al. 2017, section 3.1).
 */
record BertLayer(
    Attention self,
    Norm selfNorm,
    Attention cross,
    Norm crossNorm,
    Linear in,
    Linear out,
    Norm norm) {
  static BertLayer read(Weights weights, BlipConfig config) {
    int width = config.width();
    double eps = config.layerNormEps();
    return new BertLayer(
        attention(weights.at("attention"), width, width, config.heads()),
        weights.norm("attention.output.LayerNorm", width, eps),
        attention(weights.at("crossattention"), width, config.vision().width(), config.heads()),
        weights.norm("crossattention.output.LayerNorm", width, eps),
        weights.linear("intermediate.dense", width, config.feedForwardWidth()),
        weights.linear("output.dense", config.feedForwardWidth(), width),
        weights.norm("output.LayerNorm", width, eps));
  }

  private static Attention attention(Weights weights, int width, int contextWidth, int heads) {
    return new Attention(
        heads,
        weights.linear("self.query", width, width),
        weights.linear("self.key", contextWidth, width),
        weights.linear("self.value", contextWidth, width),
        weights.linear("output.dense", width, width),
        false,
        List.of());
  }

  /**
   * Maps the rows of words {@code [rows, words, width]} to rows of the same shape.
   *
   * @param seen keys and values of all words so far, these included
   * @param causal whether these words are all there are, and see only those before them
   * @param picture keys and values of the picture, one row for all
   */
  NDArray apply(
      Scope parent,
      NDArray x,
      Attention.KeyValue seen,
      boolean causal,
      Attention.KeyValue picture) {
    try (Scope scope = parent.open("bert layer")) {
      NDArray q = self.toQ().apply(scope, x);
      NDArray read = scope.attention(q, seen.keys(), seen.values(), self.heads(), causal);
      NDArray hidden = selfNorm.layer(scope, scope.add(x, self.toOut().apply(scope, read)));
      hidden = crossNorm.layer(scope, scope.add(hidden, looked(scope, hidden, picture)));
      NDArray fed = out.apply(scope, scope.gelu(in.apply(scope, hidden)));
      return parent.adopt(norm.layer(scope, scope.add(hidden, fed)));
    }
  }

  /** All rows look at the one picture, so their words are queries of one row. */
  private NDArray looked(Scope scope, NDArray x, Attention.KeyValue picture) {
    long[] shape = x.getShape().getShape();
    NDArray q = cross.toQ().apply(scope, x).reshape(1, shape[0] * shape[1], shape[2]);
    NDArray found = scope.attention(q, picture.keys(), picture.values(), cross.heads(), false);
    return cross.toOut().apply(scope, found).reshape(shape);
  }
}
