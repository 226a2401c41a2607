package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The first half of a YOLOv8, which makes the picture smaller and smaller.
 *
 * @param stem halves the picture
 * @param stages each halves it again
 * @param pooling looks far around in the smallest
 * @param widths the channels of what the last three stages give, the finest first
 */
record YoloBackbone(ConvNorm stem, List<Stage> stages, YoloPooling pooling, List<Long> widths) {
  private static final int STAGES = 4;

  /** A step to half the size. */
  record Stage(ConvNorm down, YoloBlock block) {
    NDArray apply(Scope scope, NDArray x) {
      try (NDArray half = down.apply(scope, x)) {
        return block.apply(scope, half);
      }
    }
  }

  static YoloBackbone read(YoloWeights weights) throws ModelFormatException {
    ConvNorm stem = weights.conv("model.0", 3, 2);
    long in = weights.width("model.0");
    List<Stage> stages = new ArrayList<>();
    List<Long> widths = new ArrayList<>();
    for (int i = 0; i < STAGES; i++) {
      String down = "model." + (2 * i + 1);
      String block = "model." + (2 * i + 2);
      stages.add(
          new Stage(
              weights.conv(down, in, 2),
              YoloBlock.read(weights, block, weights.width(down), true)));
      in = weights.width(block + ".cv2");
      widths.add(in);
    }
    YoloPooling pooling = YoloPooling.read(weights, "model.9", in);
    return new YoloBackbone(
        stem,
        List.copyOf(stages),
        pooling,
        List.of(widths.get(1), widths.get(2), weights.width("model.9.cv2")));
  }

  /** Maps {@code [1, 3, h, w]} to features at an eighth, a 16th and a 32nd of the size. */
  List<NDArray> apply(Scope scope, NDArray pixels, Observer seen) {
    NDArray first = stem.apply(scope, pixels);
    seen.see("0", first);
    NDArray quarter = stages.get(0).apply(scope, first);
    seen.see("2", quarter);
    NDArray fine = stages.get(1).apply(scope, quarter);
    NDArray middle = stages.get(2).apply(scope, fine);
    NDArray coarse = pooling.apply(scope, stages.get(3).apply(scope, middle));
    seen.see("9", coarse);
    return List.of(fine, middle, coarse);
  }
}
