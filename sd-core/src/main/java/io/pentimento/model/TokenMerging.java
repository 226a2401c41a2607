package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.Scope;

/**
 * Self-attention of fewer tokens: those most like others are merged before it and take the result
 * apart after it. Bolya and Hoffman 2023, "Token Merging for Fast Stable Diffusion", sections 3 and
 * 4, as the WebUI uses it: the upper left cell of each square of four takes others in.
 *
 * @param ratio which share of all tokens is merged into others, above 0; at most the three of each
 *     four that can be are
 */
record TokenMerging(double ratio) implements SelfAttention {
  private static final long STRIDE = 2;

  @Override
  public NDArray attend(Scope parent, Attention attention, Cells cells) {
    long into = takers(cells);
    long all = cells.height() * cells.width();
    long merged = Math.min((long) (all * ratio), all - into);
    if (into == 0 || merged == 0) {
      return TRAINED.attend(parent, attention, cells);
    }
    try (Scope scope = parent.open("merged tokens")) {
      NDArray places = places(scope, cells, merged);
      NDArray few = FeatureKernels.merged(scope, cells.normed(), places, all - merged);
      NDArray found =
          TRAINED.attend(scope, attention, new Cells(cells.tokens(), few, 1, all - merged));
      return parent.adopt(FeatureKernels.unmerged(scope, found, places));
    }
  }

  private static long takers(Cells cells) {
    return (cells.height() / STRIDE) * (cells.width() / STRIDE);
  }

  /**
   * Finds out what each token becomes part of; see {@link FeatureKernels#mergePlaces}. Where a side
   * is odd, its last line of cells takes none in.
   */
  static NDArray places(Scope scope, Cells cells, long merged) {
    int width = Math.toIntExact(cells.width());
    int all = Math.toIntExact(cells.height()) * width;
    long[] taking = new long[Math.toIntExact(takers(cells))];
    long[] given = new long[all - taking.length];
    int takers = 0;
    for (int i = 0; i < all; i++) {
      long y = i / width;
      long x = i % width;
      boolean first = y % STRIDE == 0 && x % STRIDE == 0;
      if (first && y + STRIDE <= cells.height() && x + STRIDE <= width) {
        taking[takers++] = i;
      } else {
        given[i - takers] = i;
      }
    }
    return FeatureKernels.mergePlaces(
        scope,
        cells.tokens(),
        scope.array(given, given.length),
        scope.array(taking, taking.length),
        merged);
  }
}
