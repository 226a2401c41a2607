package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.Optional;

/**
 * Two normalised 3×3 convolutions beside a shortcut, with the time embedding added between them
 * (ResnetBlock2D).
 *
 * @param groups groups of both normalisations
 * @param timeProjection maps the time embedding to the block's width; absent in autoencoders
 * @param shortcut a 1×1 convolution where the width changes
 */
record ResidualBlock(
    int groups,
    Norm norm1,
    Conv conv1,
    Optional<Linear> timeProjection,
    Norm norm2,
    Conv conv2,
    Optional<Conv> shortcut) {
  static ResidualBlock read(
      Weights weights, int in, int out, int timeWidth, int groups, double eps) {
    return new ResidualBlock(
        groups,
        weights.norm("norm1", in, eps),
        weights.conv("conv1", in, out, 3, 1),
        timeWidth == 0
            ? Optional.empty()
            : Optional.of(weights.linear("time_emb_proj", timeWidth, out)),
        weights.norm("norm2", out, eps),
        weights.conv("conv2", out, out, 3, 1),
        in == out ? Optional.empty() : Optional.of(weights.conv("conv_shortcut", in, out, 1, 1)));
  }

  /**
   * Maps {@code [batch, in, h, w]} to {@code [batch, out, h, w]}.
   *
   * @param time the time embedding after SiLU, {@code [batch, timeWidth]}; absent in autoencoders
   */
  NDArray apply(Scope parent, NDArray x, Optional<NDArray> time) {
    try (Scope scope = parent.open("residual")) {
      NDArray hidden = norm1.groupSiluConv(scope, x, groups, conv1);
      if (timeProjection.isPresent()) {
        hidden = scope.addPerChannel(hidden, timeProjection.get().apply(scope, time.orElseThrow()));
      }
      hidden = norm2.groupSiluConv(scope, hidden, groups, conv2);
      NDArray beside = shortcut.isPresent() ? shortcut.get().apply(scope, x) : x;
      return parent.adopt(scope.addAs(x, beside, hidden));
    }
  }
}
