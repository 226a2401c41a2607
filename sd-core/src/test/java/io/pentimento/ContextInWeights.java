package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.TensorSource;
import io.pentimento.testing.TestEngine;

/** Weights of keys and values with a linear hypernetwork multiplied into them. */
record ContextInWeights(
    TensorSource source, int width, float[][] keys, float[][] values, double strength)
    implements TensorSource {
  @Override
  public boolean has(String name) {
    return source.has(name);
  }

  @Override
  public NDArray tensor(String name, long... shape) {
    NDArray own = source.tensor(name, shape);
    boolean ofKeys = name.endsWith("to_k.weight");
    if (!name.contains("attn") || shape[1 % shape.length] != width) {
      return own;
    }
    if (!ofKeys && !name.endsWith("to_v.weight")) {
      return own;
    }
    float[][] layer = ofKeys ? keys : values;
    try (Scope scope = TestEngine.open("context in weights")) {
      float[] weight = Scope.floats(own, scope);
      float[] changed = weight.clone();
      for (int o = 0; o < shape[0]; o++) {
        for (int i = 0; i < width; i++) {
          double sum = 0;
          for (int j = 0; j < width; j++) {
            sum += (double) weight[o * width + j] * layer[j][i];
          }
          changed[o * width + i] += (float) (strength * sum);
        }
      }
      NDArray array = scope.array(changed, shape);
      array.attach(own.getManager());
      return array;
    }
  }

  @Override
  public void finish() {}
}
