package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One resolution of an encoder or decoder.
 *
 * @param sampler the convolution that halves the resolution (encoder) or follows its doubling
 *     (decoder)
 */
record AutoencoderStage(List<ResidualBlock> residuals, Optional<Conv> sampler) {
  static AutoencoderStage readDown(
      Weights weights, AutoencoderConfig config, int index, double eps) {
    int out = config.channels().get(index);
    int in = config.channels().get(Math.max(0, index - 1));
    boolean last = index == config.channels().size() - 1;
    return new AutoencoderStage(
        residuals(weights, config.layersPerBlock(), in, out, config.normGroups(), eps),
        last ? Optional.empty() : Optional.of(downsampler(weights, out)));
  }

  static AutoencoderStage readUp(Weights weights, AutoencoderConfig config, int index, double eps) {
    int top = config.channels().size() - 1;
    int out = config.channels().get(top - index);
    int in = config.channels().get(Math.min(top, top - index + 1));
    return new AutoencoderStage(
        residuals(weights, config.layersPerBlock() + 1, in, out, config.normGroups(), eps),
        index == top
            ? Optional.empty()
            : Optional.of(weights.conv("upsamplers.0.conv", out, out, 3, 1)));
  }

  private static Conv downsampler(Weights weights, int channels) {
    Conv conv = weights.conv("downsamplers.0.conv", channels, channels, 3, 2);
    // The encoder pads at the right and bottom only, which is done before the convolution.
    return new Conv(conv.name(), conv.weight(), conv.bias(), 2, 0, conv.product());
  }

  private static List<ResidualBlock> residuals(
      Weights weights, int count, int in, int out, int groups, double eps) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                ResidualBlock.read(
                    weights.at("resnets." + i), i == 0 ? in : out, out, 0, groups, eps))
        .toList();
  }

  NDArray down(Scope parent, NDArray x) {
    try (Scope scope = parent.open("down")) {
      NDArray hidden = residuals(scope, x);
      if (sampler.isPresent()) {
        hidden = sampler.get().apply(scope, scope.padRightBottom(hidden));
      }
      return parent.adopt(hidden);
    }
  }

  NDArray up(Scope parent, NDArray x) {
    try (Scope scope = parent.open("up")) {
      NDArray hidden = residuals(scope, x);
      if (sampler.isPresent()) {
        long[] shape = hidden.getShape().getShape();
        try (NDArray enlarged = scope.upsample(hidden, 2 * shape[2], 2 * shape[3])) {
          hidden.close();
          hidden = sampler.get().apply(scope, enlarged);
        }
      }
      return parent.adopt(hidden);
    }
  }

  private NDArray residuals(Scope scope, NDArray x) {
    NDArray hidden = x;
    for (ResidualBlock residual : residuals) {
      NDArray next = residual.apply(scope, hidden, Optional.empty());
      if (hidden != x) {
        hidden.close();
      }
      hidden = next;
    }
    return hidden;
  }
}
