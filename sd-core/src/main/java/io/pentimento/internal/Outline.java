package io.pentimento.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Arrays of a shape alone. */
public final class Outline {
  private Outline() {}

  /**
   * Returns an array that tells its shape and has no elements: computing with it is refused, as
   * with one whose scope is closed.
   */
  public static NDArray of(Scope scope, long... shape) {
    try (NDArray one = scope.manager().create(0f);
        NDArray wide = one.broadcast(new Shape(shape))) {
      // An array asks the engine for its shape once, and keeps it.
      wide.getShape();
      return wide;
    }
  }
}
