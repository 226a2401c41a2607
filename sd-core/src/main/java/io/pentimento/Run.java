package io.pentimento;

import java.util.concurrent.CompletableFuture;

/** A started request. */
public interface Run {
  /**
   * Waits for the result.
   *
   * @throws GenerationCancelledException if the run was cancelled
   * @throws GenerationFailedException if it failed
   */
  Generation await();

  /** Asks the run to stop: it does so within one step. May be called from any thread, and again. */
  void cancel();

  /** Returns a view of the result for asynchronous code; cancelling the future cancels the run. */
  CompletableFuture<Generation> future();
}
