package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The mask decoder of Segment Anything (Kirillov et al. 2023, appendix A). */
final class SamDecoder {
  private static final int MLP_LAYERS = 3;

  private final SamConfig config;
  private final NDArray qualityToken;
  private final NDArray maskTokens;
  private final List<SamDecoderLayer> layers;
  private final SamAttention last;
  private final Norm lastNorm;
  private final NDArray up1;
  private final NDArray upBias1;
  private final Norm upNorm;
  private final NDArray up2;
  private final NDArray upBias2;
  private final List<Perceptron> masks;
  private final Perceptron quality;

  SamDecoder(SamConfig config, Weights weights) {
    this.config = config;
    int width = config.channels();
    SamConfig.Decoder sizes = config.decoder();
    this.qualityToken = weights.tensor("iou_token.weight", 1, width);
    this.maskTokens = weights.tensor("mask_tokens.weight", sizes.masks(), width);
    Weights transformer = weights.at("transformer");
    this.layers =
        IntStream.range(0, sizes.layers())
            .mapToObj(i -> SamDecoderLayer.read(transformer.at("layers." + i), config, i == 0))
            .toList();
    this.last =
        SamAttention.read(
            transformer.at("final_attn_token_to_image"), width, sizes.innerWidth(), sizes.heads());
    this.lastNorm = transformer.norm("layer_norm_final_attn", width, 1e-5);
    this.up1 = weights.tensor("upscale_conv1.weight", width, width / 4, 2, 2);
    this.upBias1 = weights.tensor("upscale_conv1.bias", width / 4);
    this.upNorm = weights.norm("upscale_layer_norm", width / 4, 1e-6);
    this.up2 = weights.tensor("upscale_conv2.weight", width / 4, width / 8, 2, 2);
    this.upBias2 = weights.tensor("upscale_conv2.bias", width / 8);
    this.masks =
        IntStream.range(0, sizes.masks())
            .mapToObj(
                i ->
                    Perceptron.read(
                        weights.at("output_hypernetworks_mlps." + i),
                        width,
                        width,
                        width / 8,
                        MLP_LAYERS))
            .toList();
    this.quality =
        Perceptron.read(
            weights.at("iou_prediction_head"),
            width,
            sizes.qualityWidth(),
            sizes.masks(),
            sizes.qualityLayers());
  }

  /**
   * Makes masks.
   *
   * @param cells the embedded picture with what an earlier mask adds, {@code [1, grid × grid,
   *     channels]}
   * @param places those of the cells
   * @param prompts {@code [1, prompts, channels]}
   */
  SamNetwork.Masks apply(Scope parent, NDArray cells, NDArray places, NDArray prompts) {
    try (Scope scope = parent.open("sam decoder")) {
      NDArray own = scope.concat(qualityToken, maskTokens, 0);
      NDArray tokens = scope.concat(own.reshape(1, -1, config.channels()), prompts, 1);
      SamDecoderLayer.State state = new SamDecoderLayer.State(tokens, cells);
      for (SamDecoderLayer layer : layers) {
        state = layer.apply(scope, state, tokens, places);
      }
      NDArray keys = scope.add(state.cells(), places);
      NDArray seen = last.apply(scope, scope.add(state.tokens(), tokens), keys, state.cells());
      NDArray found = lastNorm.layer(scope, scope.add(state.tokens(), seen));
      NDArray logits = logits(scope, found, enlarged(scope, state.cells()));
      NDArray predicted = quality.apply(scope, scope.slice(found, 0, 1, 1));
      return new SamNetwork.Masks(
          parent.adopt(scope.plain(logits)), Scope.floats(predicted, scope));
    }
  }

  /** Returns the picture four times as large, as token rows {@code [1, side × side, width / 8]}. */
  private NDArray enlarged(Scope scope, NDArray cells) {
    int grid = config.grid();
    NDArray picture = scope.picture(cells, grid, grid);
    NDArray twice = SegmentKernels.transposedConv(scope, picture, up1, upBias1, 2);
    NDArray active = scope.gelu(SamEncoder.normed(scope, twice, upNorm));
    NDArray large = SegmentKernels.transposedConv(scope, active, up2, upBias2, 2);
    return scope.tokens(scope.gelu(large));
  }

  /** Each mask's token tells by what the channels of the picture are weighed. */
  private NDArray logits(Scope scope, NDArray tokens, NDArray large) {
    NDArray weights = masks.get(0).apply(scope, scope.slice(tokens, 1, 2, 1));
    for (int i = 1; i < masks.size(); i++) {
      NDArray token = scope.slice(tokens, i + 1, i + 2, 1);
      weights = scope.concat(weights, masks.get(i).apply(scope, token), 1);
    }
    NDArray rows = weights.reshape(masks.size(), -1);
    NDArray found = scope.linear(large, rows, Optional.empty());
    return scope.picture(found, config.maskSide(), config.maskSide());
  }
}
