package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;

/**
 * One layer of Segment Anything's picture encoder.
 *
 * @param side cells along a side of its windows, or of the whole grid
 * @param down how far apart rows are, {@code [side, side, channels / heads]}
 * @param across the same of columns
 */
record SamEncoderLayer(
    int side,
    int heads,
    Norm norm1,
    Linear qkv,
    NDArray down,
    NDArray across,
    Linear projection,
    Norm norm2,
    Linear in,
    Linear out) {
  private static final double EPS = 1e-6;

  static SamEncoderLayer read(
      Weights weights, SamConfig config, SamConfig.Layer layer, Scope scope) {
    int width = config.width();
    int headWidth = width / config.heads();
    return new SamEncoderLayer(
        layer.side(),
        config.heads(),
        weights.norm("layer_norm1", width, EPS),
        weights.linear("attn.qkv", width, 3L * width),
        distances(
            weights.tensor("attn.rel_pos_h", layer.distances(), headWidth), layer.side(), scope),
        distances(
            weights.tensor("attn.rel_pos_w", layer.distances(), headWidth), layer.side(), scope),
        weights.linear("attn.proj", width, width),
        weights.norm("layer_norm2", width, EPS),
        weights.linear("mlp.lin1", width, config.mlpWidth()),
        weights.linear("mlp.lin2", config.mlpWidth(), width));
  }

  /** Lays a table of distances out for each pair of a query's and a key's place. */
  private static NDArray distances(NDArray table, int side, Scope scope) {
    if (table.getShape().dimension() != 2) {
      return table;
    }
    long needed = 2L * side - 1;
    NDArray exact = table;
    if (table.getShape().get(0) != needed) {
      long width = table.getShape().get(1);
      NDArray row = scope.picture(table.reshape(1, -1, width), 1, table.getShape().get(0));
      exact = scope.tokens(SegmentKernels.bilinear(scope, row, 1, needed)).reshape(needed, width);
    }
    long[] places = new long[side * side];
    for (int query = 0; query < side; query++) {
      for (int key = 0; key < side; key++) {
        places[query * side + key] = query - key + side - 1L;
      }
    }
    return scope.embedding(exact, scope.array(places, side, side));
  }

  /** Maps {@code [1, grid × grid, width]} to rows of the same shape. */
  NDArray apply(Scope parent, NDArray x, int grid) {
    try (Scope scope = parent.open("sam layer")) {
      NDArray hidden = scope.add(x, attended(scope, norm1.layer(scope, x), grid));
      NDArray fed = scope.gelu(in.apply(scope, norm2.layer(scope, hidden)));
      return parent.adopt(scope.add(hidden, out.apply(scope, fed)));
    }
  }

  /** What a window has beyond the edge is looked at as well, as in training. */
  private NDArray attended(Scope scope, NDArray normed, int grid) {
    if (side == grid) {
      return attention(scope, normed);
    }
    NDArray cut = SegmentKernels.windows(scope, normed, grid, grid, side);
    return SegmentKernels.joinedWindows(scope, attention(scope, cut), grid, grid, side);
  }

  private NDArray attention(Scope scope, NDArray x) {
    NDArray parts = qkv.apply(scope, x);
    NDArray found = SegmentKernels.attentionRelative(scope, parts, down, across, heads);
    return projection.apply(scope, found);
  }
}
