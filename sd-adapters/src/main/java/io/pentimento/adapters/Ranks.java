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

  /** Tells whether a factor of four sizes has the kernel of a layer. */
  static boolean sameKernel(long[] factor, Layer layer) {
    long[] shape = layer.shape();
    return shape.length == 4 && factor[2] == shape[2] && factor[3] == shape[3];
  }
}
