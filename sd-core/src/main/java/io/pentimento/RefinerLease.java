package io.pentimento;

import java.util.Optional;

/**
 * The second model of a pass under the pass's changes, which stays loaded until this is closed.
 *
 * @param held what is held; empty for a pass without a second model
 */
record RefinerLease(Optional<Held> held) implements AutoCloseable {
  /**
   * A model that is held.
   *
   * @param planned what it takes over
   * @param patched its networks under these changes
   */
  record Held(PlannedRefiner planned, PatchedModels.Lease patched) {}

  /**
   * Holds a model.
   *
   * @throws IllegalStateException if its pipeline is closed
   */
  static RefinerLease of(Optional<PlannedRefiner> planned) {
    return new RefinerLease(planned.map(RefinerLease::hold));
  }

  private static Held hold(PlannedRefiner planned) {
    Pipeline pipeline = planned.pipeline();
    if (!pipeline.hold()) {
      throw PlannedRefiner.closed(pipeline);
    }
    try {
      LoadedModel model = pipeline.model();
      return new Held(planned, model.patched().use(model, planned.patch()));
    } catch (Throwable e) {
      pipeline.release();
      throw e;
    }
  }

  @Override
  public void close() {
    held.ifPresent(
        one -> {
          one.patched().close();
          one.planned().pipeline().release();
        });
  }
}
