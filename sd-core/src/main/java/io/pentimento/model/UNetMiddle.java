package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.Optional;

/** The lowest resolution of a U-Net, between the way down and the way up. */
record UNetMiddle(
    ResidualBlock residual1, SpatialTransformer transformer, ResidualBlock residual2) {
  static UNetMiddle read(Weights all, UNetConfig config) {
    int lowest = config.levels().size() - 1;
    Weights weights = UNetStage.ofLevel(all, lowest);
    int width = config.levels().get(lowest).channels();
    return new UNetMiddle(
        residual(weights.at("resnets.0"), config, width),
        SpatialTransformer.read(
            weights.at("attentions.0"), config, width, config.midHeads(), config.midDepth()),
        residual(weights.at("resnets.1"), config, width));
  }

  private static ResidualBlock residual(Weights weights, UNetConfig config, int width) {
    return ResidualBlock.read(
        weights, width, width, config.timeEmbeddingWidth(), config.normGroups(), config.normEps());
  }

  /**
   * Maps {@code [batch, width, h, w]} to the same shape.
   *
   * @param how how the tokens look at each other
   */
  NDArray apply(Scope parent, NDArray x, UNetStage.Steering steering, SelfAttention how) {
    try (Scope scope = parent.open("mid")) {
      NDArray hidden = residual1.apply(scope, x, Optional.of(steering.time()));
      hidden = transformer.apply(scope, hidden, steering.prompt(), how);
      return parent.adopt(residual2.apply(scope, hidden, Optional.of(steering.time())));
    }
  }
}
