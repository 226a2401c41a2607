package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import java.util.List;

/**
 * The second half of a YOLOv8, which tells the finer levels what the coarser ones know, and then
 * the coarser ones what the finer ones know.
 *
 * @param widths the channels of what it gives, the finest first
 */
record YoloNeck(
    YoloBlock upToMiddle,
    YoloBlock upToFine,
    ConvNorm fineDown,
    YoloBlock middle,
    ConvNorm middleDown,
    YoloBlock coarse,
    List<Long> widths) {
  /**
   * Reads the layers.
   *
   * @param in the channels of the three levels, the finest first
   */
  static YoloNeck read(YoloWeights weights, List<Long> in) throws ModelFormatException {
    long up = weights.width("model.12.cv2");
    long fine = weights.width("model.15.cv2");
    long middle = weights.width("model.18.cv2");
    return new YoloNeck(
        YoloBlock.read(weights, "model.12", in.get(2) + in.get(1), false),
        YoloBlock.read(weights, "model.15", up + in.get(0), false),
        weights.conv("model.16", fine, 2),
        YoloBlock.read(weights, "model.18", weights.width("model.16") + up, false),
        weights.conv("model.19", middle, 2),
        YoloBlock.read(weights, "model.21", weights.width("model.19") + in.get(2), false),
        List.of(fine, middle, weights.width("model.21.cv2")));
  }

  /** Maps the features of three levels, the finest first, to others of the same sizes. */
  List<NDArray> apply(Scope scope, List<NDArray> levels, Observer seen) {
    NDArray up = below(scope, levels.get(2), levels.get(1), upToMiddle);
    NDArray n3 = below(scope, up, levels.get(0), upToFine);
    seen.see("15", n3);
    NDArray n4 = above(scope, n3, fineDown, up, middle);
    seen.see("18", n4);
    NDArray n5 = above(scope, n4, middleDown, levels.get(2), coarse);
    seen.see("21", n5);
    return List.of(n3, n4, n5);
  }

  private static NDArray below(Scope scope, NDArray coarse, NDArray fine, YoloBlock block) {
    long[] shape = fine.getShape().getShape();
    try (NDArray large = scope.upsample(coarse, shape[2], shape[3]);
        NDArray joined = scope.concat(large, fine, 1)) {
      return block.apply(scope, joined);
    }
  }

  private static NDArray above(
      Scope scope, NDArray fine, ConvNorm down, NDArray coarse, YoloBlock block) {
    try (NDArray half = down.apply(scope, fine);
        NDArray joined = scope.concat(half, coarse, 1)) {
      return block.apply(scope, joined);
    }
  }
}
