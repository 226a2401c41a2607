package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * From a latent to pixels.
 *
 * @param first from the latent to the width
 * @param stages the blocks of each resolution
 * @param afterStages the convolution behind each of them; behind all but the last the picture was
 *     doubled before
 */
record TinyDecoder(TinyConv first, List<List<TinyBlock>> stages, List<TinyConv> afterStages) {
  /** Latents are drawn softly into plus and minus this. */
  private static final float LARGEST = 3;

  static TinyDecoder read(Weights weights, TinyAutoencoderConfig config, TinyLayerNames names) {
    TinyConv first = TinyConv.read(weights, names.at(0), config.latentChannels(), config.width());
    List<List<TinyBlock>> stages = new ArrayList<>();
    List<TinyConv> after = new ArrayList<>();
    int index = 2;
    for (int i = 0; i < config.blocks().size(); i++) {
      List<TinyBlock> blocks = new ArrayList<>();
      for (int j = 0; j < config.blocks().get(i); j++) {
        blocks.add(TinyBlock.read(weights.at(names.at(index++)), config.width()));
      }
      stages.add(blocks);
      if (i == config.blocks().size() - 1) {
        after.add(TinyConv.read(weights, names.at(index), config.width(), 3));
      } else {
        after.add(TinyConv.withoutBias(weights, names.at(index + 1), config.width(), 1));
        index += 2;
      }
    }
    return new TinyDecoder(first, stages, after);
  }

  /** Returns a latent as the first layer takes it. */
  static NDArray clamped(NDArray latent) {
    return latent.div(LARGEST).tanh().mul(LARGEST);
  }

  NDArray apply(Scope scope, NDArray x, Observer observer) {
    NDArray hidden = scope.activate("relu", first.apply(scope, x));
    for (int i = 0; i < stages.size(); i++) {
      for (TinyBlock block : stages.get(i)) {
        try (NDArray previous = hidden) {
          hidden = block.apply(scope, previous);
        }
      }
      try (NDArray previous = hidden) {
        hidden = i == stages.size() - 1 ? previous : doubled(scope, previous);
        NDArray large = hidden;
        hidden = afterStages.get(i).apply(scope, large);
        if (large != previous) {
          large.close();
        }
      }
      observer.see("decoder.stage " + i, hidden);
    }
    return hidden;
  }

  private static NDArray doubled(Scope scope, NDArray x) {
    long[] shape = x.getShape().getShape();
    return scope.upsample(x, 2 * shape[2], 2 * shape[3]);
  }
}
