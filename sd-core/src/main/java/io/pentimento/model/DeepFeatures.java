package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the deep part of a U-Net gave, remembered over some calls with the same prompts (DeepCache;
 * Ma et al. 2024): from call to call it changes little, and it is most of the work. For one run at
 * a time.
 */
public final class DeepFeatures {
  private final Scope scope;
  private final int interval;
  private int calls;
  private @Nullable NDArray kept;

  /**
   * Remembers nothing yet.
   *
   * @param scope holds what is remembered
   * @param interval at every how many calls all is computed
   */
  public DeepFeatures(Scope scope, int interval) {
    this.scope = scope;
    this.interval = interval;
  }

  /** Counts a call; returns the features that it goes on from, or empty if all is computed. */
  Optional<NDArray> next() {
    return calls++ % interval == 0 ? Optional.empty() : Optional.ofNullable(kept);
  }

  /** Remembers features in place of those before; they live on in this one's scope. */
  void keep(NDArray features) {
    if (kept != null) {
      kept.close();
    }
    kept = scope.adopt(features);
  }
}
