package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;

/** The part of a segmenting YOLOv8 that makes the pictures of which all masks are weighted sums. */
record YoloPrototypes(
    ConvNorm first, NDArray enlarging, NDArray bias, ConvNorm second, ConvNorm last) {
  static YoloPrototypes read(YoloWeights weights, String name, long in)
      throws ModelFormatException {
    long width = weights.width(name + ".cv1");
    return new YoloPrototypes(
        weights.conv(name + ".cv1", in),
        weights.weights().tensor(name + ".upsample.weight", width, width, 2, 2),
        weights.weights().tensor(name + ".upsample.bias", width),
        weights.conv(name + ".cv2", width),
        weights.conv(name + ".cv3", weights.width(name + ".cv2")));
  }

  /** Maps {@code [1, in, h, w]} to {@code [1, masks, 2h, 2w]}. */
  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("prototypes")) {
      NDArray hidden = first.apply(scope, x);
      NDArray large = SegmentKernels.transposedConv(scope, hidden, enlarging, bias, 2);
      return parent.adopt(last.apply(scope, second.apply(scope, large)));
    }
  }
}
