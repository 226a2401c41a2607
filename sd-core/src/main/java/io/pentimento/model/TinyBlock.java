package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/** Three 3×3 convolutions with ReLUs between them, added to their input, and a last ReLU. */
record TinyBlock(TinyConv conv1, TinyConv conv2, TinyConv conv3) {
  static TinyBlock read(Weights weights, int width) {
    return new TinyBlock(
        TinyConv.read(weights, "conv.0", width, width),
        TinyConv.read(weights, "conv.2", width, width),
        TinyConv.read(weights, "conv.4", width, width));
  }

  /** Maps {@code [batch, width, h, w]} to the same shape. */
  NDArray apply(Scope parent, NDArray x) {
    try (Scope scope = parent.open("tiny block")) {
      NDArray hidden = scope.activate("relu", conv1.apply(scope, x));
      hidden = scope.activate("relu", conv2.apply(scope, hidden));
      NDArray sum = scope.add(conv3.apply(scope, hidden), x);
      return parent.adopt(scope.activate("relu", sum));
    }
  }
}
