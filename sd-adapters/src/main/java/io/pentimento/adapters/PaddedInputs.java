package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;

/**
 * A change of the first input channels of a layer that has more: of text-to-image's four channels
 * in an inpainting model.
 */
record PaddedInputs(Change inner, Layer narrow, Layer layer) implements Change {
  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    NDArray first = original.get(new NDIndex(":, 0:" + narrow.in()));
    NDArray change = inner.of(first, factors);
    long[] rest = layer.shape().clone();
    rest[1] -= narrow.in();
    return change.concat(factors.manager().zeros(new Shape(rest)), 1);
  }
}
