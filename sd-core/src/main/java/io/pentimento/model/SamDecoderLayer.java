package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/**
 * One layer of Segment Anything's mask decoder, in which tokens look at the picture and the picture
 * at the tokens.
 *
 * @param first whether it is the first, whose self-attention replaces the tokens
 */
record SamDecoderLayer(
    boolean first,
    SamAttention self,
    Norm norm1,
    SamAttention toPicture,
    Norm norm2,
    Linear in,
    Linear out,
    Norm norm3,
    SamAttention toTokens,
    Norm norm4) {
  /**
   * Tokens and the picture's cells, as they go from layer to layer.
   *
   * @param tokens {@code [1, tokens, channels]}
   * @param cells {@code [1, grid × grid, channels]}
   */
  record State(NDArray tokens, NDArray cells) {}

  static SamDecoderLayer read(Weights weights, SamConfig config, boolean first) {
    int width = config.channels();
    SamConfig.Decoder sizes = config.decoder();
    int inner = sizes.innerWidth();
    return new SamDecoderLayer(
        first,
        SamAttention.read(weights.at("self_attn"), width, width, sizes.heads()),
        weights.norm("layer_norm1", width, sizes.eps()),
        SamAttention.read(weights.at("cross_attn_token_to_image"), width, inner, sizes.heads()),
        weights.norm("layer_norm2", width, sizes.eps()),
        weights.linear("mlp.lin1", width, sizes.mlpWidth()),
        weights.linear("mlp.lin2", sizes.mlpWidth(), width),
        weights.norm("layer_norm3", width, sizes.eps()),
        SamAttention.read(weights.at("cross_attn_image_to_token"), width, inner, sizes.heads()),
        weights.norm("layer_norm4", width, sizes.eps()));
  }

  /**
   * Runs the layer.
   *
   * @param prompts the tokens as they were at first, which tell their places
   * @param places those of the cells
   */
  State apply(Scope parent, State state, NDArray prompts, NDArray places) {
    try (Scope scope = parent.open("sam decoder layer")) {
      NDArray tokens = norm1.layer(scope, selfAttended(scope, state.tokens(), prompts));
      NDArray keys = scope.add(state.cells(), places);
      NDArray seen = toPicture.apply(scope, scope.add(tokens, prompts), keys, state.cells());
      tokens = norm2.layer(scope, scope.add(tokens, seen));
      NDArray fed = out.apply(scope, scope.activate("relu", in.apply(scope, tokens)));
      tokens = norm3.layer(scope, scope.add(tokens, fed));
      NDArray asked = toTokens.apply(scope, keys, scope.add(tokens, prompts), tokens);
      NDArray cells = norm4.layer(scope, scope.add(state.cells(), asked));
      return new State(parent.adopt(tokens), parent.adopt(cells));
    }
  }

  private NDArray selfAttended(Scope scope, NDArray tokens, NDArray prompts) {
    if (first) {
      return self.apply(scope, tokens, tokens, tokens);
    }
    NDArray q = scope.add(tokens, prompts);
    return scope.add(tokens, self.apply(scope, q, q, tokens));
  }
}
