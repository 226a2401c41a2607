package io.pentimento.adapters;

import io.pentimento.patch.ModelPart;

/**
 * A layer of a model.
 *
 * @param model the model's name, for messages
 * @param path its name without {@code .weight}, {@code conv_in}
 * @param shape that of its weight: {@code [out, in]}, {@code [out, in, kernel, kernel]}, or {@code
 *     [channels]} of a normalisation
 */
record Layer(String model, ModelPart part, String path, long[] shape) {
  String weightName() {
    return path + ".weight";
  }

  String biasName() {
    return path + ".bias";
  }

  long out() {
    return shape[0];
  }

  long in() {
    return shape.length < 2 ? 1 : shape[1];
  }

  /** Returns how many cells the kernel has: 1 of a linear layer. */
  long cells() {
    return Shapes.product(shape, 2);
  }

  boolean isMatrix() {
    return shape.length >= 2;
  }

  /** The same layer with fewer input channels. */
  Layer withInputs(long inputs) {
    long[] narrowed = shape.clone();
    narrowed[1] = inputs;
    return new Layer(model, part, path, narrowed);
  }
}
