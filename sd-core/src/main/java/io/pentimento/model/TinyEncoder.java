package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * From pixels to a latent.
 *
 * @param first from colours to the width
 * @param stages one for each resolution
 * @param last from the width to the latent
 */
record TinyEncoder(TinyConv first, List<Stage> stages, TinyConv last) {
  /**
   * One resolution.
   *
   * @param halving the convolution that enters it; none for the first
   */
  private record Stage(List<TinyConv> halving, List<TinyBlock> blocks) {}

  static TinyEncoder read(Weights weights, TinyAutoencoderConfig config, TinyLayerNames names) {
    TinyConv first = TinyConv.read(weights, names.at(0), 3, config.width());
    List<Stage> stages = new ArrayList<>();
    int index = 1;
    for (int i = 0; i < config.blocks().size(); i++) {
      List<TinyConv> halving =
          i == 0
              ? List.of()
              : List.of(TinyConv.withoutBias(weights, names.at(index++), config.width(), 2));
      List<TinyBlock> blocks = new ArrayList<>();
      for (int j = 0; j < config.blocks().get(i); j++) {
        blocks.add(TinyBlock.read(weights.at(names.at(index++)), config.width()));
      }
      stages.add(new Stage(halving, blocks));
    }
    TinyConv last =
        TinyConv.read(weights, names.at(index), config.width(), config.latentChannels());
    return new TinyEncoder(first, stages, last);
  }

  NDArray apply(Scope scope, NDArray x, Observer observer) {
    NDArray hidden = first.apply(scope, x);
    for (int i = 0; i < stages.size(); i++) {
      for (TinyConv conv : stages.get(i).halving()) {
        try (NDArray previous = hidden) {
          hidden = conv.apply(scope, previous);
        }
      }
      for (TinyBlock block : stages.get(i).blocks()) {
        try (NDArray previous = hidden) {
          hidden = block.apply(scope, previous);
        }
      }
      observer.see("encoder.stage " + i, hidden);
    }
    return last.apply(scope, hidden);
  }
}
