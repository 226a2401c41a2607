package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/**
 * Two products of small matrices, multiplied element by element (LoHa; FedPara, Hyeon-Woo et al.
 * 2021, proposition 2, and its Tucker form, proposition 3).
 */
record HadamardProduct(LoraModule module, Layer layer, double scale) implements Change {
  /** The leaves of one of the two products. */
  private record Side(LoraLeaf out, LoraLeaf in, LoraLeaf kernels) {}

  private static final Side FIRST =
      new Side(LoraLeaf.HADA_W1_A, LoraLeaf.HADA_W1_B, LoraLeaf.HADA_T1);
  private static final Side SECOND =
      new Side(LoraLeaf.HADA_W2_A, LoraLeaf.HADA_W2_B, LoraLeaf.HADA_T2);

  static HadamardProduct of(LoraModule module, Layer layer) throws IOException {
    check(module, layer, FIRST);
    check(module, layer, SECOND);
    return new HadamardProduct(module, layer, module.scale(module.shape(LoraLeaf.HADA_W1_B, 2)[0]));
  }

  private static void check(LoraModule module, Layer layer, Side side) throws IOException {
    long[] out = module.matrix(side.out);
    long[] in = module.matrix(side.in);
    Ranks.check(module, side.in, in[0]);
    if (!module.has(side.kernels)) {
      module.checkRank(side.out, out[1], side.in, in[0]);
      checkSize(module, layer, side.out, out[0], layer.out());
      checkSize(module, layer, side.in, in[1], layer.in() * layer.cells());
      return;
    }
    long[] kernels = module.shape(side.kernels, 4);
    Ranks.check(module, side.out, out[0]);
    module.checkRank(side.kernels, kernels[0], side.out, out[0]);
    module.checkRank(side.kernels, kernels[1], side.in, in[0]);
    checkSize(module, layer, side.out, out[1], layer.out());
    checkSize(module, layer, side.in, in[1], layer.in());
    if (!Ranks.sameKernel(kernels, layer)) {
      throw module.mismatch(side.kernels, layer);
    }
  }

  private static void checkSize(
      LoraModule module, Layer layer, LoraLeaf leaf, long size, long expected) throws IOException {
    if (!layer.isMatrix() || size != expected) {
      throw module.mismatch(leaf, layer);
    }
  }

  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    return side(FIRST, factors).mul(side(SECOND, factors)).mul(scale).reshape(layer.shape());
  }

  /** Returns one product, {@code [out, in × cells]}. */
  private NDArray side(Side side, Factors factors) throws IOException {
    NDArray out = factors.read(module, side.out, module.matrix(side.out));
    NDArray in = factors.read(module, side.in, module.matrix(side.in));
    if (!module.has(side.kernels)) {
      return out.matMul(in);
    }
    long[] shape = module.shape(side.kernels, 4);
    NDArray kernels = factors.read(module, side.kernels, shape[0], shape[1], shape[2] * shape[3]);
    NDArray inner = kernels.transpose(0, 2, 1).matMul(in).transpose(0, 2, 1);
    return out.transpose().matMul(inner.reshape(shape[0], layer.in() * layer.cells()));
  }
}
