package io.pentimento;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request at work, on one thread: what others see of it, from its start to its end. */
final class GenerationRun implements Run, RunMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationRun.class);

  /** How the engine says that memory does not suffice, on a CPU and on a GPU. */
  private static final Pattern NO_MEMORY =
      Pattern.compile("can't allocate memory|not enough memory|out of memory");

  private final LoadedModel model;
  private final GenerationRequest request;
  private final PlannedWork work;
  private final Consumer<GenerationEvent> listener;
  private final Supplier<Preview> preview;
  private final CompletableFuture<Generation> result = new CompletableFuture<>();
  private volatile boolean cancelled;

  /** What was told to be left out; only the run's thread looks at it. */
  private final Set<String> leftOut = new HashSet<>();

  /** What is being done, for messages; only the run's thread looks at it. */
  private String stage = "before it began";

  private long firstStepNanos;

  /** Plans the request, which refuses settings that do not suit the model. */
  GenerationRun(
      LoadedModel model,
      GenerationRequest request,
      Consumer<GenerationEvent> listener,
      Supplier<Preview> preview) {
    this.model = model;
    this.request = request;
    this.work = PlannedWork.plan(model, request);
    this.listener = listener;
    this.preview = preview;
  }

  /**
   * Does the work on the calling thread and completes the result, when its memory is free again.
   */
  void execute() {
    Generation made;
    long begin = System.nanoTime();
    try (Scope scope = model.scope().open("request")) {
      Seeds seeds = request.sampling().seeds().drawn(request.sampling().batch(), work.seedStride());
      List<BufferedImage> images = work.make(scope, seeds, this);
      made =
          new Generation(
              images,
              seeds,
              work.size(),
              work.carriedOut(request),
              model.description().name(),
              () -> RecordedModels.fields(model, request.sampling()),
              Duration.ofNanos(System.nanoTime() - begin));
    } catch (EngineException e) {
      result.completeExceptionally(failure(e));
      return;
    } catch (Throwable e) {
      // Whatever stops a run, its waiters must hear of it.
      result.completeExceptionally(e);
      return;
    }
    result.complete(made);
  }

  private GenerationFailedException failure(EngineException e) {
    String reason = String.valueOf(e.getMessage()).strip();
    boolean full = NO_MEMORY.matcher(reason).find();
    return new GenerationFailedException(
        "The engine failed %s: %s%s"
            .formatted(stage, reason, full ? " Make fewer pictures at once, or smaller ones." : ""),
        e);
  }

  /** Completes the result without doing anything. */
  void refuse(Throwable reason) {
    result.completeExceptionally(reason);
  }

  @Override
  public void enter(String before, String doing) {
    stopIfCancelled(before);
    stage = doing;
  }

  /** Tells of each once, however many passes have it. */
  @Override
  public void leftOut(String tag) {
    if (leftOut.add(tag)) {
      LOG.warn("{} in the prompt is left out: there is no such adapter.", tag);
    }
  }

  @Override
  public void notTakenOver(String what, String refiner) {
    if (leftOut.add(what)) {
      LOG.warn("{} is left out from the switch on: it does not suit {}.", what, refiner);
    }
  }

  @Override
  public void beforeStep(RunSteps.Progress progress) {
    String step = "step " + (progress.index() + 1) + " of " + progress.count();
    stopIfCancelled("before " + step);
    stage = "in " + step;
    if (progress.index() == 0) {
      firstStepNanos = System.nanoTime();
    }
  }

  @Override
  public void afterStep(RunSteps.Progress progress, NDArray denoised) {
    int index = progress.index();
    int count = progress.count();
    long perStep = (System.nanoTime() - firstStepNanos) / (index + 1);
    Duration remaining = Duration.ofNanos(perStep * (count - index - 1));
    StepPreviews previews = new StepPreviews(denoised);
    try {
      listener.accept(new StepFinished(index, count, progress.nextSigma(), remaining, previews));
    } finally {
      previews.end();
    }
  }

  @Override
  public void pictureMade(
      int index, int count, Optional<BufferedImage> before, BufferedImage picture) {
    listener.accept(new PictureMade(index, count, before, picture));
  }

  /**
   * The estimate of a step as pictures. Its memory goes with the step, so that a thread that draws
   * is waited for, and one that comes later is refused.
   */
  private final class StepPreviews implements Supplier<List<BufferedImage>> {
    private @Nullable NDArray denoised;

    StepPreviews(NDArray denoised) {
      this.denoised = denoised;
    }

    @Override
    public synchronized List<BufferedImage> get() {
      if (denoised == null) {
        throw new IllegalStateException("Previews can only be drawn while the listener is called.");
      }
      int batch = Math.toIntExact(denoised.getShape().get(0));
      int height = Math.toIntExact(denoised.getShape().get(2));
      int width = Math.toIntExact(denoised.getShape().get(3));
      float[] values = denoised.toFloatArray();
      Preview map = preview.get();
      return IntStream.range(0, batch).mapToObj(i -> map.draw(values, i, width, height)).toList();
    }

    synchronized void end() {
      denoised = null;
    }
  }

  private void stopIfCancelled(String where) {
    if (cancelled) {
      throw new GenerationCancelledException("The run was cancelled " + where + ".");
    }
  }

  @Override
  public Generation await() {
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
      GenerationCancelledException cancellation =
          new GenerationCancelledException("The run was cancelled.");
      cancellation.initCause(e);
      throw cancellation;
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public CompletableFuture<Generation> future() {
    CompletableFuture<Generation> view =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            GenerationRun.this.cancel();
            return super.cancel(mayInterrupt);
          }
        };
    result
        .thenAccept(view::complete)
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
