package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;

/** Three convolutions at the end of YOLOv8, which say one thing of each cell of one level. */
record YoloBranch(ConvNorm first, ConvNorm second, Conv last) {
  /** Reads the branches of one kind, one for each level. */
  static List<YoloBranch> read(YoloWeights weights, String name, List<Long> levels)
      throws ModelFormatException {
    List<YoloBranch> branches = new ArrayList<>();
    for (int level = 0; level < levels.size(); level++) {
      String branch = name + "." + level;
      branches.add(
          new YoloBranch(
              weights.conv(branch + ".0", levels.get(level)),
              weights.conv(branch + ".1", weights.width(branch + ".0")),
              weights.plain(branch + ".2", weights.width(branch + ".1"))));
    }
    return List.copyOf(branches);
  }

  /** Returns {@code [values, cells]}, row-major. */
  float[] values(Scope parent, NDArray x) {
    try (Scope scope = parent.open("branch")) {
      NDArray hidden = second.apply(scope, first.apply(scope, x));
      return Scope.floats(last.apply(scope, hidden), scope);
    }
  }

  /** Returns how many values it gives for a cell. */
  int width() {
    return Math.toIntExact(last.bias().size());
  }
}
