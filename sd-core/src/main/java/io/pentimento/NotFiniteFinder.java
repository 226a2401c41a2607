package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.Observer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes the first block of a network whose output is not finite. */
final class NotFiniteFinder implements Observer {
  /** What to do about it. */
  static final String ADVICE =
      "Load the model with Precision.FLOAT32; if it is, its weights may be damaged.";

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

  /** Returns the block's name, or empty if all that was seen is finite. */
  Optional<String> found() {
    return Optional.ofNullable(block);
  }
}
