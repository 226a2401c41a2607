package io.pentimento.inpaint;

import io.pentimento.Generation;
import io.pentimento.Run;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A run that a {@link Canvas} started; nothing is kept of it until its trial is. */
public final class CanvasRun {
  private final Run run;
  private final Canvas canvas;
  private final CanvasHistory.State base;

  CanvasRun(Run run, Canvas canvas, CanvasHistory.State base) {
    this.run = run;
    this.canvas = canvas;
    this.base = base;
  }

  /**
   * Waits for the result.
   *
   * @throws io.pentimento.GenerationCancelledException if the run was cancelled
   * @throws io.pentimento.GenerationFailedException if it failed
   */
  public CanvasTrial await() {
    return trial(run.await());
  }

  private CanvasTrial trial(Generation generation) {
    return new CanvasTrial(canvas, base, generation);
  }

  /** Asks the run to stop: it does so within one step. May be called from any thread, and again. */
  public void cancel() {
    run.cancel();
  }

  /** Returns a view of the result for asynchronous code; cancelling the future cancels the run. */
  public CompletableFuture<CanvasTrial> future() {
    CompletableFuture<CanvasTrial> view =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            run.cancel();
            return super.cancel(mayInterrupt);
          }
        };
    run.future()
        .thenAccept(generation -> view.complete(trial(generation)))
        .exceptionally(
            failure -> {
              view.completeExceptionally(
                  failure instanceof CompletionException wrapped && wrapped.getCause() != null
                      ? wrapped.getCause()
                      : failure);
              return null;
            });
    return view;
  }
}
