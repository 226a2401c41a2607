package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.Optional;

/** The lowest resolution of an encoder or decoder: residual block, attention, residual block. */
record AutoencoderMiddle(
    ResidualBlock first, Optional<AutoencoderAttention> attention, ResidualBlock second) {
  static AutoencoderMiddle read(
      Weights weights, AutoencoderConfig config, int channels, double eps) {
    int groups = config.normGroups();
    return new AutoencoderMiddle(
        ResidualBlock.read(weights.at("resnets.0"), channels, channels, 0, groups, eps),
        config.midAttention()
            ? Optional.of(
                AutoencoderAttention.read(weights.at("attentions.0"), channels, groups, eps))
            : Optional.empty(),
        ResidualBlock.read(weights.at("resnets.1"), channels, channels, 0, groups, eps));
  }

  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("mid")) {
      NDArray hidden = first.apply(scope, x, Optional.empty());
      if (attention.isPresent()) {
        hidden = attention.get().apply(scope, hidden);
      }
      return parent.adopt(second.apply(scope, hidden, Optional.empty()));
    }
  }
}
