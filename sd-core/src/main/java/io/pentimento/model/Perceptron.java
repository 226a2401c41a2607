package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;

/** Linear layers with ReLUs between them. */
record Perceptron(List<Linear> layers) {
  Perceptron {
    layers = List.copyOf(layers);
  }

  /**
   * Reads the layers.
   *
   * @param count how many, at least 2
   */
  static Perceptron read(Weights weights, int in, int inner, int out, int count) {
    List<Linear> layers = new ArrayList<>();
    layers.add(weights.linear("proj_in", in, inner));
    for (int i = 0; i < count - 2; i++) {
      layers.add(weights.linear("layers." + i, inner, inner));
    }
    layers.add(weights.linear("proj_out", inner, out));
    return new Perceptron(layers);
  }

  NDArray apply(Scope scope, NDArray x) {
    NDArray y = layers.get(0).apply(scope, x);
    for (Linear layer : layers.subList(1, layers.size())) {
      y = layer.apply(scope, scope.activate("relu", y));
    }
    return y;
  }
}
