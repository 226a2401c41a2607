package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/**
 * A factor for each output or input channel, whose product with the weight is added to it (IA3, Liu
 * et al. 2022, section 3.3, stored as the difference from 1).
 *
 * @param onInput whether the factors are of input channels
 */
record ChannelScale(LoraModule module, Layer layer, boolean onInput) implements Change {
  static ChannelScale of(LoraModule module, Layer layer) throws IOException {
    boolean onInput = module.has(LoraLeaf.ON_INPUT) && module.number(LoraLeaf.ON_INPUT) != 0;
    long channels = Shapes.product(module.shape(LoraLeaf.WEIGHT, 1), 0);
    if (!layer.isMatrix() || channels != (onInput ? layer.in() : layer.out())) {
      throw module.mismatch(LoraLeaf.WEIGHT, layer);
    }
    return new ChannelScale(module, layer, onInput);
  }

  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    NDArray scale =
        onInput
            ? factors.read(module, LoraLeaf.WEIGHT, 1, layer.in(), 1)
            : factors.read(module, LoraLeaf.WEIGHT, layer.out(), 1, 1);
    return original
        .reshape(layer.out(), layer.in(), layer.cells())
        .mul(scale)
        .reshape(layer.shape());
  }
}
