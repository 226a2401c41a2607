package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/**
 * A difference that the file holds whole: of a weight, a bias, or a normalisation.
 *
 * @param shape that of the tensor
 * @param scale what the difference is multiplied by
 */
record FullDifference(LoraModule module, LoraLeaf leaf, long[] shape, double scale)
    implements Change {
  /** A difference of a layer's weight. */
  static FullDifference ofWeight(LoraModule module, Layer layer, LoraLeaf leaf) throws IOException {
    if (!Shapes.sameButForOnes(module.shape(leaf, 1), layer.shape())) {
      throw module.mismatch(leaf, layer);
    }
    return new FullDifference(module, leaf, layer.shape(), 1);
  }

  /** A difference of a layer's bias, which the layer may lack. */
  static FullDifference ofBias(LoraModule module, Layer layer, LoraLeaf leaf, double scale)
      throws IOException {
    if (Shapes.product(module.shape(leaf, 1), 0) != layer.out()) {
      throw module.mismatch(leaf, layer);
    }
    return new FullDifference(module, leaf, new long[] {layer.out()}, scale);
  }

  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    NDArray difference = factors.read(module, leaf, shape);
    return scale == 1 ? difference : difference.mul(scale);
  }
}
