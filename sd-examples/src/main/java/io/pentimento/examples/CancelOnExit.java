package io.pentimento.examples;

import io.pentimento.Run;
import io.pentimento.grid.GridRun;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the run at work when the JVM is told to end, by Ctrl-C or a signal, and lets the JVM go
 * only when the run has given its native memory back: a native library that is unloaded under a
 * running computation crashes. A run stops within a step; the wait has a limit all the same.
 */
final class CancelOnExit implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final PrintWriter err;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::cancel, "cancel-on-exit");
  private volatile @Nullable Runnable stop;

  /** Starts to watch for the end of the JVM. */
  CancelOnExit(PrintWriter err) {
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Names the run that is at work from now on. */
  Run watch(Run started) {
    stop = started::cancel;
    return started;
  }

  /** Names the grid that is at work from now on. */
  GridRun watch(GridRun started) {
    stop = started::cancel;
    return started;
  }

  private void cancel() {
    Runnable watched = stop;
    if (watched != null) {
      watched.run();
      try {
        if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          err.println("sd: the run did not stop in " + PATIENCE_SECONDS + " seconds.");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    err.println("sd: cancelled");
    err.flush();
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ignored) {
      // The JVM is ending: the hook is at work and needs no removal.
    }
  }
}
