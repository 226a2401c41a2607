package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;

/** Checks on factors that all products share. */
final class Ranks {
  /** Above all real files; what products of factors take stays within reason. */
  private static final long HIGHEST = 1 << 14;

  private Ranks() {}

  static void check(LoraModule module, LoraLeaf leaf, long rank) throws ModelFormatException {
    if (rank > HIGHEST) {
      throw module.failure(leaf, "a rank must be at most %d, but is %d.".formatted(HIGHEST, rank));
    }
  }

  /** Tells whether a factor of four sizes has the kernel of a layer; a linear one has one cell. */
  static boolean sameKernel(long[] factor, Layer layer) {
    long[] shape = layer.shape();
    boolean convolution = shape.length == 4;
    return factor[2] == (convolution ? shape[2] : 1) && factor[3] == (convolution ? shape[3] : 1);
  }
}
