package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.Observer;
import org.jspecify.annotations.Nullable;

/** Notes the first block of a network whose output is not finite. */
final class NotFiniteFinder implements Observer {
  private final Scope scope;
  private @Nullable String block;

  NotFiniteFinder(Scope scope) {
    this.scope = scope;
  }

  @Override
  public void see(String name, NDArray output) {
    if (block == null && !scope.isFinite(output)) {
      block = name;
    }
  }

  /** Returns the block's name. */
  String found() {
    return block == null ? "the output layer" : block;
  }
}
