package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/**
 * Another change, after which the weight gets a magnitude of its own for each output or input
 * channel (DoRA, Liu et al. 2024, section 4.1). The magnitude belongs to the change at weight 1;
 * other weights scale the whole difference.
 *
 * @param leaf the magnitudes
 * @param perInput whether they are of input channels
 */
record WeightDecomposition(
    Change inner, LoraModule module, Layer layer, LoraLeaf leaf, boolean perInput)
    implements Change {
  /** What LyCORIS adds to norms. */
  private static final float EPS = Math.ulp(1f);

  static WeightDecomposition of(Change inner, LoraModule module, Layer layer) throws IOException {
    boolean peft = module.has(LoraLeaf.MAGNITUDE);
    LoraLeaf leaf = peft ? LoraLeaf.MAGNITUDE : LoraLeaf.DORA_SCALE;
    long[] shape = module.shape(leaf, 1);
    long channels = Shapes.product(shape, 0);
    boolean perOutput = peft || shape.length == 1 || shape[0] == channels;
    boolean perInput = !perOutput && shape[0] == 1 && shape[1] == channels;
    if (!(perOutput && channels == layer.out()) && !(perInput && channels == layer.in())) {
      throw module.mismatch(leaf, layer);
    }
    return new WeightDecomposition(inner, module, layer, leaf, perInput);
  }

  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    long[] byChannel = {layer.out(), layer.in(), layer.cells()};
    NDArray changed = original.add(inner.of(original, factors)).reshape(byChannel);
    NDArray norm =
        changed.square().sum(perInput ? new int[] {0, 2} : new int[] {1, 2}, true).sqrt().add(EPS);
    NDArray magnitude =
        perInput
            ? factors.read(module, leaf, 1, layer.in(), 1)
            : factors.read(module, leaf, layer.out(), 1, 1);
    return changed.mul(magnitude).div(norm).reshape(layer.shape()).sub(original);
  }
}
