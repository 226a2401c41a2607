package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The small network that brings a control picture to the size and width of a latent's first
 * features.
 *
 * @param convolutions all but the last, each followed by SiLU
 * @param last the last, without activation
 */
record HintNetwork(List<Conv> convolutions, Conv last) {
  static HintNetwork read(Weights weights, ControlConfig config, int out) {
    List<Integer> widths = config.hintWidths();
    List<Conv> convolutions = new ArrayList<>();
    convolutions.add(weights.conv("conv_in", config.pictureChannels(), widths.get(0), 3, 1));
    for (int i = 0; i + 1 < widths.size(); i++) {
      int width = widths.get(i);
      convolutions.add(weights.conv("blocks." + 2 * i, width, width, 3, 1));
      convolutions.add(weights.conv("blocks." + (2 * i + 1), width, widths.get(i + 1), 3, 2));
    }
    return new HintNetwork(
        convolutions, weights.conv("conv_out", widths.get(widths.size() - 1), out, 3, 1));
  }

  /** Maps {@code [1, 3, 8 × h, 8 × w]} to {@code [1, out, h, w]}. */
  NDArray apply(Scope scope, NDArray picture) {
    NDArray hidden = picture;
    for (Conv convolution : convolutions) {
      hidden = scope.silu(convolution.apply(scope, hidden));
    }
    return last.apply(scope, hidden);
  }
}
