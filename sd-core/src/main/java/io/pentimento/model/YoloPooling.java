package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.Scope;

/**
 * The block of YOLOv8 that its authors call SPPF: what is largest in ever larger squares around a
 * place, beside the place itself.
 */
record YoloPooling(ConvNorm first, ConvNorm last) {
  private static final int SQUARES = 3;
  private static final int REACH = 2;

  static YoloPooling read(YoloWeights weights, String name, long in) throws ModelFormatException {
    return new YoloPooling(
        weights.conv(name + ".cv1", in),
        weights.conv(name + ".cv2", (SQUARES + 1) * weights.width(name + ".cv1")));
  }

  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("sppf")) {
      NDArray latest = first.apply(scope, x);
      NDArray all = latest;
      for (int i = 0; i < SQUARES; i++) {
        latest = FeatureKernels.maxPool(scope, latest, 2 * REACH + 1, 1, REACH, false);
        all = scope.concat(all, latest, 1);
      }
      return parent.adopt(last.apply(scope, all));
    }
  }
}
