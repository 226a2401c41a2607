package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/**
 * Self-attention, cross-attention to the prompt and a gated feed-forward, each added to its
 * normalised input.
 */
record TransformerLayer(
    Norm norm1,
    Attention self,
    Norm norm2,
    Attention cross,
    Norm norm3,
    Linear feedIn,
    Linear feedOut) {
  private static final double EPS = 1e-5;

  /** How much wider the feed-forward is. */
  private static final int EXPANSION = 4;

  static TransformerLayer read(
      Weights weights, int channels, int contextWidth, int heads, boolean upcast) {
    int inner = EXPANSION * channels;
    return new TransformerLayer(
        weights.norm("norm1", channels, EPS),
        Attention.read(weights.at("attn1"), channels, channels, heads, upcast),
        weights.norm("norm2", channels, EPS),
        Attention.read(weights.at("attn2"), channels, contextWidth, heads, upcast),
        weights.norm("norm3", channels, EPS),
        weights.linear("ff.net.0.proj", channels, 2L * inner),
        weights.linear("ff.net.2", inner, channels));
  }

  /**
   * Maps token rows {@code [batch, height × width, channels]} to rows of the same shape.
   *
   * @param prompt what cross-attention looks at
   * @param how how the tokens look at each other
   */
  NDArray apply(
      Scope parent, NDArray x, UNet.PromptKeys prompt, SelfAttention how, long height, long width) {
    try (Scope scope = parent.open("transformer layer")) {
      NDArray own = scope.add(attendSelf(scope, x, how, height, width), x);
      NDArray hidden = prompt.spread(scope, own);
      NDArray normed = norm2.layer(scope, hidden);
      hidden = scope.add(prompt.attend(scope, this, normed, height, width), hidden);
      NDArray fed = feedForward(scope, norm3.layer(scope, hidden));
      return parent.adopt(scope.add(fed, hidden));
    }
  }

  private NDArray feedForward(Scope scope, NDArray x) {
    NDArray inBias = feedIn.bias().orElseThrow();
    NDArray outBias = feedOut.bias().orElseThrow();
    if (feedIn.product().isEmpty() && feedOut.product().isEmpty()) {
      return scope.geglu(x, feedIn.weight(), inBias, feedOut.weight(), outBias);
    }
    LowRank in = productOf(scope, feedIn);
    LowRank out = productOf(scope, feedOut);
    return scope.geglu(
        x,
        feedIn.weight(),
        inBias,
        feedOut.weight(),
        outBias,
        in.down(),
        in.up(),
        out.down(),
        out.up());
  }

  /** Returns what is added to a layer's weight, of rank 0 where nothing is. */
  private static LowRank productOf(Scope scope, Linear layer) {
    long[] shape = layer.weight().getShape().getShape();
    return layer
        .product()
        .orElseGet(
            () ->
                new LowRank(
                    scope.array(new float[0], 0, shape[1]),
                    scope.array(new float[0], shape[0], 0)));
  }

  private NDArray attendSelf(Scope parent, NDArray x, SelfAttention how, long height, long width) {
    try (Scope scope = parent.open("self-attention")) {
      NDArray normed = norm1.layer(scope, x);
      return parent.adopt(
          how.attend(scope, self, new SelfAttention.Cells(x, normed, height, width)));
    }
  }
}
