package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import java.util.ArrayList;
import java.util.List;

/**
 * A stage of IS-Net: a small U-Net whose result is added to its input (Qin et al. 2020, "U²-Net",
 * section 3.1).
 *
 * @param shrinks whether what lies deeper is smaller; otherwise it looks farther apart
 * @param entry what comes first
 * @param down the convolutions on the way down
 * @param up those on the way up, the deepest first
 */
record IsNetStage(boolean shrinks, FoldedConv entry, List<FoldedConv> down, List<FoldedConv> up) {
  IsNetStage {
    down = List.copyOf(down);
    up = List.copyOf(up);
  }

  /**
   * The sizes of a stage.
   *
   * @param depth convolutions on its way down
   * @param shrinks whether what lies deeper is smaller
   * @param in channels of its input
   * @param inner channels inside
   * @param out channels of its result
   */
  record Sizes(int depth, boolean shrinks, int in, int inner, int out) {
    Sizes {
      Bounds.check("channels", in, 1, Bounds.CHANNELS);
      Bounds.check("channels", inner, 1, Bounds.CHANNELS);
      Bounds.check("channels", out, 1, Bounds.CHANNELS);
    }
  }

  static IsNetStage read(Weights weights, Sizes sizes, Scope scope) {
    int depth = sizes.depth();
    int inner = sizes.inner();
    List<FoldedConv> down = new ArrayList<>();
    for (int i = 1; i <= depth; i++) {
      int dilation = sizes.shrinks() ? (i == depth ? 2 : 1) : 1 << (i - 1);
      int in = i == 1 ? sizes.out() : inner;
      down.add(FoldedConv.read(weights.at("rebnconv" + i), in, inner, dilation, scope));
    }
    List<FoldedConv> up = new ArrayList<>();
    for (int i = depth - 1; i >= 1; i--) {
      int dilation = sizes.shrinks() ? 1 : 1 << (i - 1);
      int out = i == 1 ? sizes.out() : inner;
      up.add(FoldedConv.read(weights.at("rebnconv" + i + "d"), 2 * inner, out, dilation, scope));
    }
    FoldedConv entry = FoldedConv.read(weights.at("rebnconvin"), sizes.in(), sizes.out(), 1, scope);
    return new IsNetStage(sizes.shrinks(), entry, down, up);
  }

  /** Maps {@code [1, in, height, width]} to {@code [1, out, height, width]}. */
  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("isnet stage")) {
      NDArray first = entry.apply(scope, x);
      List<NDArray> levels = new ArrayList<>();
      NDArray hidden = first;
      for (int i = 0; i < down.size(); i++) {
        // The two deepest have one size.
        boolean smaller = shrinks && i > 0 && i < down.size() - 1;
        NDArray seen = smaller ? SegmentKernels.halved(scope, hidden) : hidden;
        hidden = down.get(i).apply(scope, seen);
        levels.add(hidden);
      }
      for (int i = 0; i < up.size(); i++) {
        NDArray level = levels.get(levels.size() - 2 - i);
        NDArray joined = scope.concat(resized(scope, hidden, level), level, 1);
        hidden = up.get(i).apply(scope, joined);
        joined.close();
      }
      return parent.adopt(scope.add(hidden, first));
    }
  }

  /** Brings a picture to the size of another. */
  static NDArray resized(Scope scope, NDArray x, NDArray target) {
    long height = target.getShape().get(2);
    long width = target.getShape().get(3);
    boolean same = x.getShape().get(2) == height && x.getShape().get(3) == width;
    return same ? x : SegmentKernels.bilinear(scope, x, height, width);
  }
}
