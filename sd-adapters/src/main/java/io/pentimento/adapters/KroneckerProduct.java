package io.pentimento.adapters;

import static io.pentimento.adapters.LoraLeaf.LOKR_T2;
import static io.pentimento.adapters.LoraLeaf.LOKR_W1;
import static io.pentimento.adapters.LoraLeaf.LOKR_W1_A;
import static io.pentimento.adapters.LoraLeaf.LOKR_W1_B;
import static io.pentimento.adapters.LoraLeaf.LOKR_W2;
import static io.pentimento.adapters.LoraLeaf.LOKR_W2_A;
import static io.pentimento.adapters.LoraLeaf.LOKR_W2_B;

import ai.djl.ndarray.NDArray;
import java.io.IOException;

/**
 * The Kronecker product of two matrices, each whole or itself a product of small ones (LoKr; Yeh et
 * al. 2023, section 3.3). The second holds the kernel of a convolution.
 *
 * @param out rows of the first matrix
 * @param in columns of the first matrix
 */
record KroneckerProduct(LoraModule module, Layer layer, long out, long in, double scale)
    implements Change {
  static KroneckerProduct of(LoraModule module, Layer layer) throws IOException {
    if (module.has(LOKR_W1) == module.has(LOKR_W1_A)
        || module.has(LOKR_W2) == module.has(LOKR_W2_A)) {
      throw module.failure(
          module.leaves().stream()
              .filter(leaf -> leaf.name().startsWith("LOKR"))
              .findFirst()
              .orElseThrow(),
          "each matrix of a Kronecker product must be whole or in factors, and there must be two.");
    }
    long[] first = first(module);
    long[] second = second(module, layer);
    if (!layer.isMatrix()
        || first[0] * second[0] != layer.out()
        || first[1] * second[1] != layer.in() * layer.cells()
        || second[1] % layer.cells() != 0) {
      throw module.mismatch(module.has(LOKR_W2) ? LOKR_W2 : LOKR_W2_B, layer);
    }
    return new KroneckerProduct(module, layer, first[0], first[1], scale(module));
  }

  /** The scale is by the second matrix's rank; what is whole has none and is not scaled. */
  private static double scale(LoraModule module) throws IOException {
    if (module.has(LOKR_W2_B)) {
      return module.scale(module.matrix(LOKR_W2_B)[0]);
    }
    return module.has(LOKR_W1_B) ? module.scale(module.matrix(LOKR_W1_B)[0]) : 1;
  }

  private static long[] first(LoraModule module) throws IOException {
    if (module.has(LOKR_W1)) {
      return module.matrix(LOKR_W1);
    }
    long[] a = module.matrix(LOKR_W1_A);
    long[] b = module.matrix(LOKR_W1_B);
    module.checkRank(LOKR_W1_A, a[1], LOKR_W1_B, b[0]);
    return new long[] {a[0], b[1]};
  }

  /** Returns rows, and columns times cells, of the second matrix. */
  private static long[] second(LoraModule module, Layer layer) throws IOException {
    if (module.has(LOKR_W2)) {
      long[] whole = module.shape(LOKR_W2, 2);
      if (whole.length == 4 && layer.cells() > 1 && !Ranks.sameKernel(whole, layer)) {
        throw module.mismatch(LOKR_W2, layer);
      }
      return module.matrix(LOKR_W2);
    }
    long[] a = module.matrix(LOKR_W2_A);
    long[] b = module.matrix(LOKR_W2_B);
    Ranks.check(module, LOKR_W2_B, b[0]);
    if (!module.has(LOKR_T2)) {
      module.checkRank(LOKR_W2_A, a[1], LOKR_W2_B, b[0]);
      return new long[] {a[0], b[1]};
    }
    long[] kernels = module.shape(LOKR_T2, 4);
    Ranks.check(module, LOKR_W2_A, a[0]);
    module.checkRank(LOKR_T2, kernels[0], LOKR_W2_A, a[0]);
    module.checkRank(LOKR_T2, kernels[1], LOKR_W2_B, b[0]);
    if (!Ranks.sameKernel(kernels, layer)) {
      throw module.mismatch(LOKR_T2, layer);
    }
    return new long[] {a[1], b[1] * layer.cells()};
  }

  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    long cells = layer.cells();
    long innerOut = layer.out() / out;
    long innerIn = layer.in() / in;
    NDArray first =
        module.has(LOKR_W1)
            ? factors.read(module, LOKR_W1, out, in)
            : product(LOKR_W1_A, LOKR_W1_B, factors);
    NDArray second = second(factors);
    return first
        .reshape(out, 1, in, 1, 1)
        .mul(second.reshape(1, innerOut, 1, innerIn, cells))
        .mul(scale)
        .reshape(layer.shape());
  }

  private NDArray second(Factors factors) throws IOException {
    if (module.has(LOKR_W2)) {
      return factors.read(module, LOKR_W2, module.matrix(LOKR_W2));
    }
    if (!module.has(LOKR_T2)) {
      return product(LOKR_W2_A, LOKR_W2_B, factors);
    }
    long[] shape = module.shape(LOKR_T2, 4);
    long[] b = module.matrix(LOKR_W2_B);
    NDArray kernels = factors.read(module, LOKR_T2, shape[0], shape[1], shape[2] * shape[3]);
    NDArray inner =
        kernels
            .transpose(0, 2, 1)
            .matMul(factors.read(module, LOKR_W2_B, b))
            .transpose(0, 2, 1)
            .reshape(shape[0], b[1] * layer.cells());
    return factors.read(module, LOKR_W2_A, module.matrix(LOKR_W2_A)).transpose().matMul(inner);
  }

  private NDArray product(LoraLeaf a, LoraLeaf b, Factors factors) throws IOException {
    return factors
        .read(module, a, module.matrix(a))
        .matMul(factors.read(module, b, module.matrix(b)));
  }
}
