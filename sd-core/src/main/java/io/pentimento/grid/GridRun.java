package io.pentimento.grid;

import io.pentimento.Generation;
import io.pentimento.GenerationCancelledException;
import io.pentimento.GenerationEvent;
import io.pentimento.GenerationFailedException;
import io.pentimento.Pipeline;
import io.pentimento.Run;
import io.pentimento.StepFinished;
import io.pentimento.sampling.Sampling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A started grid. */
public final class GridRun {
  private final Pipeline pipeline;
  private final List<GridJob> jobs;
  private final Function<List<GridCell>, GridResult> assembly;
  private final Consumer<GridProgress> listener;
  private final CompletableFuture<GridResult> result = new CompletableFuture<>();

  /** Guarded by this, so that no run starts unseen while a cancellation comes. */
  private @Nullable Run current;

  private boolean cancelled;

  GridRun(
      Pipeline pipeline,
      List<GridJob> jobs,
      Function<List<GridCell>, GridResult> assembly,
      Consumer<GridProgress> listener) {
    this.pipeline = pipeline;
    this.jobs = List.copyOf(jobs);
    this.assembly = assembly;
    this.listener = listener;
  }

  void begin() {
    Thread thread = new Thread(this::execute, "pentimento-grid");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Waits for all cells.
   *
   * @throws GenerationCancelledException if the grid was cancelled
   * @throws GenerationFailedException if a cell failed
   */
  public GridResult await() {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    } catch (GenerationCancelledException e) {
      throw e;
    } catch (CancellationException e) {
      // Newer JDKs put one of their own around it.
      GenerationCancelledException cancellation =
          new GenerationCancelledException("The grid was cancelled.");
      cancellation.initCause(e);
      throw cancellation;
    }
  }

  /** Asks the cell at work to stop, within one step, and all others not to begin. */
  public synchronized void cancel() {
    cancelled = true;
    if (current != null) {
      current.cancel();
    }
  }

  private void execute() {
    try {
      result.complete(assembly.apply(cells()));
    } catch (Throwable e) {
      // Whatever stops a grid, its waiters must hear of it.
      result.completeExceptionally(e);
    }
  }

  private List<GridCell> cells() {
    List<GridCell> cells = new ArrayList<>();
    for (GridJob job : inOrderOfTexts()) {
      PlannedCell cell = job.cell();
      cells.add(new GridCell(cell.x(), cell.y(), cell.z(), generate(job, cells.size())));
    }
    cells.sort(
        Comparator.comparingInt(GridCell::z)
            .thenComparingInt(GridCell::y)
            .thenComparingInt(GridCell::x));
    return cells;
  }

  /** Puts cells with the same texts together: the pipeline remembers what it encoded last. */
  private List<GridJob> inOrderOfTexts() {
    Map<List<Object>, List<GridJob>> groups = new LinkedHashMap<>();
    for (GridJob job : jobs) {
      Sampling sampling = job.cell().request().sampling();
      List<Object> texts =
          List.of(
              job.cell().request().prompt(),
              job.cell().request().negativePrompt(),
              sampling.prompts());
      groups.computeIfAbsent(texts, key -> new ArrayList<>()).add(job);
    }
    return groups.values().stream().flatMap(List::stream).toList();
  }

  private Generation generate(GridJob job, int done) {
    Run run;
    synchronized (this) {
      if (cancelled) {
        throw new GenerationCancelledException(
            "The grid was cancelled before cell %d of %d.".formatted(done + 1, jobs.size()));
      }
      try {
        run = pipeline.start(job.cell().request(), event -> tell(event, done));
      } catch (IllegalArgumentException e) {
        throw job.cell().refused(e);
      }
      current = run;
    }
    return run.await();
  }

  /** Counts the steps of a cell into those of the grid. */
  private void tell(GenerationEvent event, int done) {
    if (event instanceof StepFinished step) {
      double ofCell = (step.index() + 1.0) / step.count();
      listener.accept(new GridProgress(done, jobs.size(), (done + ofCell) / jobs.size(), step));
    }
  }
}
