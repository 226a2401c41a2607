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
 * @param product what is added to the weight
 */
record Linear(String name, NDArray weight, Optional<NDArray> bias, Optional<LowRank> product) {
  /** Maps {@code [..., in]} to {@code [..., out]}. */
  NDArray apply(Scope scope, NDArray x) {
    return product.isPresent()
        ? scope.linear(x, weight, bias, product.get().down(), product.get().up())
        : scope.linear(x, weight, bias);
  }
}
