package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/**
 * A low-rank product, and the weight times another (GLoRA, Chavan et al. 2023, section 3.2, without
 * its vectors). With {@code a = a1 a2} and {@code b = b1 b2} the change is {@code b + W a}; for a
 * convolution the second term multiplies the input channels of each cell.
 *
 * @param old whether the file is of the time when 1 and 2 were the other way round
 */
record GeneralizedLowRank(LoraModule module, Layer layer, boolean old, double scale)
    implements Change {
  static GeneralizedLowRank of(LoraModule module, Layer layer) throws IOException {
    if (!layer.isMatrix()) {
      throw module.mismatch(LoraLeaf.B1, layer);
    }
    boolean recent = fits(module, layer, false);
    if (!recent && !fits(module, layer, true)) {
      throw module.mismatch(LoraLeaf.B1, layer);
    }
    LoraLeaf rows = recent ? LoraLeaf.A2 : LoraLeaf.A1;
    long rank = module.matrix(rows)[0];
    Ranks.check(module, rows, rank);
    return new GeneralizedLowRank(module, layer, !recent, module.scale(rank));
  }

  private static boolean fits(LoraModule module, Layer layer, boolean old) throws IOException {
    long[] a1 = module.matrix(old ? LoraLeaf.A2 : LoraLeaf.A1);
    long[] a2 = module.matrix(old ? LoraLeaf.A1 : LoraLeaf.A2);
    long[] b1 = module.matrix(old ? LoraLeaf.B2 : LoraLeaf.B1);
    long[] b2 = module.matrix(old ? LoraLeaf.B1 : LoraLeaf.B2);
    return a1[0] == layer.in()
        && a1[1] == a2[0]
        && a2[1] == layer.in()
        && b1[0] == layer.out()
        && b1[1] == b2[0]
        && b2[1] == layer.in() * layer.cells();
  }

  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    NDArray a1 = read(old ? LoraLeaf.A2 : LoraLeaf.A1, factors);
    NDArray a2 = read(old ? LoraLeaf.A1 : LoraLeaf.A2, factors);
    NDArray b1 = read(old ? LoraLeaf.B2 : LoraLeaf.B1, factors);
    NDArray b2 = read(old ? LoraLeaf.B1 : LoraLeaf.B2, factors);
    NDArray byCell = original.reshape(layer.out(), layer.in(), layer.cells()).transpose(0, 2, 1);
    NDArray mixed = byCell.matMul(a1).matMul(a2).transpose(0, 2, 1);
    return b1.matMul(b2).reshape(layer.shape()).add(mixed.reshape(layer.shape())).mul(scale);
  }

  private NDArray read(LoraLeaf leaf, Factors factors) throws IOException {
    return factors.read(module, leaf, module.matrix(leaf));
  }
}
