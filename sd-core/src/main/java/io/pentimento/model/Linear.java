package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.Optional;

/**
 * A fully connected layer.
 *
 * @param name its key in a diffusers checkpoint, by which adapters find it
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}
 */
record Linear(String name, NDArray weight, Optional<NDArray> bias) {
  /** Maps {@code [..., in]} to {@code [..., out]}. */
  NDArray apply(Scope scope, NDArray x) {
    return scope.linear(x, weight, bias);
  }
}
