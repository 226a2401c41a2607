package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One resolution of the U-Net, on the way down or up.
 *
 * @param residuals its residual blocks
 * @param transformers one after each residual block, or none at all
 * @param sampler the convolution that halves the resolution on the way down, or follows the
 *     enlargement on the way up
 */
record UNetStage(
    List<ResidualBlock> residuals, List<SpatialTransformer> transformers, Optional<Conv> sampler) {
  /**
   * What steers all blocks of a stage.
   *
   * @param time the time embedding after SiLU
   * @param prompt the prompt's keys and values
   * @param how how the tokens look at each other
   */
  record Steering(NDArray time, UNet.PromptKeys prompt, SelfAttention how) {
    /** With tokens that look at each other as they were trained to. */
    Steering(NDArray time, UNet.PromptKeys prompt) {
      this(time, prompt, SelfAttention.TRAINED);
    }
  }

  /**
   * From this level on pictures have an eighth of the latent's sides. Of Stable Diffusion 1.5 it
   * holds half of all that convolutions weigh, and computes a tenth of what they compute.
   */
  private static final int FEW_CELLS = 3;

  static UNetStage readDown(Weights weights, UNetConfig config, int index) {
    UNetConfig.Level level = config.levels().get(index);
    int in = config.levels().get(Math.max(0, index - 1)).channels();
    List<ResidualBlock> residuals = new ArrayList<>();
    List<SpatialTransformer> transformers = new ArrayList<>();
    Weights own = ofLevel(weights, index);
    for (int i = 0; i < config.layersPerBlock(); i++) {
      residuals.add(
          residual(
              own.at("resnets." + i), config, i == 0 ? in : level.channels(), level.channels()));
      if (level.attentionDown()) {
        transformers.add(transformer(weights.at("attentions." + i), config, level));
      }
    }
    boolean last = index == config.levels().size() - 1;
    return new UNetStage(
        residuals,
        transformers,
        last
            ? Optional.empty()
            : Optional.of(
                weights.conv("downsamplers.0.conv", level.channels(), level.channels(), 3, 2)));
  }

  static UNetStage readUp(Weights weights, UNetConfig config, int index) {
    List<UNetConfig.Level> upward = config.levelsUpward();
    UNetConfig.Level level = upward.get(index);
    int below = upward.get(Math.max(0, index - 1)).channels();
    int above = upward.get(Math.min(upward.size() - 1, index + 1)).channels();
    List<ResidualBlock> residuals = new ArrayList<>();
    List<SpatialTransformer> transformers = new ArrayList<>();
    Weights own = ofLevel(weights, upward.size() - 1 - index);
    for (int i = 0; i <= config.layersPerBlock(); i++) {
      int skip = i == config.layersPerBlock() ? above : level.channels();
      int in = (i == 0 ? below : level.channels()) + skip;
      residuals.add(residual(own.at("resnets." + i), config, in, level.channels()));
      if (level.attentionUp()) {
        transformers.add(transformer(weights.at("attentions." + i), config, level));
      }
    }
    boolean last = index == upward.size() - 1;
    return new UNetStage(
        residuals,
        transformers,
        last
            ? Optional.empty()
            : Optional.of(
                weights.conv("upsamplers.0.conv", level.channels(), level.channels(), 3, 1)));
  }

  /** Returns the weights of a level's own blocks. */
  static Weights ofLevel(Weights weights, int level) {
    return level < FEW_CELLS ? weights : weights.ofFewCells();
  }

  private static ResidualBlock residual(Weights weights, UNetConfig config, int in, int out) {
    return ResidualBlock.read(
        weights, in, out, config.timeEmbeddingWidth(), config.normGroups(), config.normEps());
  }

  private static SpatialTransformer transformer(
      Weights weights, UNetConfig config, UNetConfig.Level level) {
    return SpatialTransformer.read(weights, config, level.channels(), level.heads(), level.depth());
  }

  /** Runs the stage downwards and pushes what the way up will join. */
  NDArray down(Scope scope, NDArray x, Steering steering, Deque<NDArray> skips) {
    NDArray hidden = x;
    for (int i = 0; i < residuals.size(); i++) {
      hidden = block(scope, i, hidden, steering);
      skips.push(steering.prompt().spread(scope, hidden));
    }
    if (sampler.isPresent()) {
      hidden = scope.cast(sampler.get().apply(scope, hidden), NumberType.of(hidden));
      skips.push(steering.prompt().spread(scope, hidden));
    }
    return hidden;
  }

  /**
   * Runs the stage upwards, joining each block's input with what was pushed on the way down.
   *
   * @param scales how the two are weighed, if not as trained
   */
  NDArray up(
      Scope parent,
      NDArray x,
      Steering steering,
      Optional<FeatureScales> scales,
      ArrayDeque<NDArray> skips) {
    try (Scope scope = parent.open("up")) {
      NDArray hidden = upBlocks(scope, 0, residuals.size(), x, steering, scales, skips);
      NDArray beside = skips.peek();
      if (sampler.isPresent() && beside != null) {
        // To the size of the next skip, which is not twice as large where a side was odd on the way
        // down.
        long[] size = beside.getShape().getShape();
        hidden = enlarged(scope, hidden, sampler.get(), size);
      }
      return parent.adopt(hidden);
    }
  }

  private static NDArray enlarged(Scope scope, NDArray x, Conv conv, long[] size) {
    NDArray rounded = scope.cast(x, NumberType.of(conv.bias()));
    NDArray large = conv.apply(scope, scope.upsample(rounded, size[2], size[3]));
    return scope.cast(large, NumberType.of(x));
  }

  /** Runs all blocks of the way up but the last; no other stage may follow. */
  NDArray upToLast(
      Scope parent,
      NDArray x,
      Steering steering,
      Optional<FeatureScales> scales,
      ArrayDeque<NDArray> skips) {
    try (Scope scope = parent.open("up")) {
      return parent.adopt(upBlocks(scope, 0, residuals.size() - 1, x, steering, scales, skips));
    }
  }

  /** Runs the last block of the way up. */
  NDArray upLast(
      Scope parent,
      NDArray x,
      Steering steering,
      Optional<FeatureScales> scales,
      ArrayDeque<NDArray> skips) {
    try (Scope scope = parent.open("up")) {
      int last = residuals.size() - 1;
      return parent.adopt(upBlocks(scope, last, last + 1, x, steering, scales, skips));
    }
  }

  private NDArray upBlocks(
      Scope scope,
      int from,
      int to,
      NDArray x,
      Steering steering,
      Optional<FeatureScales> scales,
      ArrayDeque<NDArray> skips) {
    NDArray hidden = x;
    for (int i = from; i < to; i++) {
      try (NDArray skip = skips.pop()) {
        NDArray joined =
            scales.isPresent()
                ? scales.get().joined(scope, hidden, skip)
                : scope.concat(hidden, skip, 1);
        hidden = block(scope, i, joined, steering);
      }
    }
    return hidden;
  }

  private NDArray block(Scope parent, int index, NDArray x, Steering steering) {
    try (Scope scope = parent.open("block")) {
      NDArray hidden = residuals.get(index).apply(scope, x, Optional.of(steering.time()));
      if (!transformers.isEmpty()) {
        hidden = transformers.get(index).apply(scope, hidden, steering.prompt(), steering.how());
      }
      return parent.adopt(hidden);
    }
  }
}
