package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The block of YOLOv8 that its authors call C2f: of one half of its channels, pairs of convolutions
 * make more and more, and all of them are joined.
 *
 * @param first makes the two halves
 * @param pairs each sees what the one before made
 * @param last joins
 * @param half the channels of a half
 * @param residual whether a pair adds to what it sees
 */
record YoloBlock(ConvNorm first, List<Pair> pairs, ConvNorm last, long half, boolean residual) {
  /** Two 3×3 convolutions. */
  record Pair(ConvNorm first, ConvNorm second) {
    NDArray apply(Scope scope, NDArray x, boolean residual) {
      try (NDArray y = first.apply(scope, x)) {
        NDArray z = second.apply(scope, y);
        if (!residual) {
          return z;
        }
        try (z) {
          return scope.add(x, z);
        }
      }
    }
  }

  static YoloBlock read(YoloWeights weights, String name, long in, boolean residual)
      throws ModelFormatException {
    long width = weights.width(name + ".cv1");
    long half = width / 2;
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; weights.has(name + ".m." + i); i++) {
      String pair = name + ".m." + i;
      pairs.add(
          new Pair(
              weights.conv(pair + ".cv1", half),
              weights.conv(pair + ".cv2", weights.width(pair + ".cv1"))));
    }
    return new YoloBlock(
        weights.conv(name + ".cv1", in),
        List.copyOf(pairs),
        weights.conv(name + ".cv2", half * (2 + pairs.size())),
        half,
        residual);
  }

  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("c2f")) {
      NDArray all = first.apply(scope, x);
      NDArray latest = scope.slice(all, half, 2 * half, 1);
      for (Pair pair : pairs) {
        latest = pair.apply(scope, latest, residual);
        try (NDArray before = all) {
          all = scope.concat(before, latest, 1);
        }
      }
      return parent.adopt(last.apply(scope, all));
    }
  }
}
