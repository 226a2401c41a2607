package io.pentimento;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.PromptEncoder;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.Sampling;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A request at work: text encoder, sampling, autoencoder, in that order, on one thread. */
final class GenerationRun implements Run, Denoising.Monitor {
  private static final long LARGEST_SEED = 0xFFFF_FFFFL;

  private final LoadedModel model;
  private final GenerationRequest request;
  private final LatentPlan plan;
  private final Consumer<GenerationEvent> listener;
  private final Supplier<LatentPreview> preview;
  private final CompletableFuture<Generation> result = new CompletableFuture<>();
  private volatile boolean cancelled;
  private long firstStepNanos;

  /** Plans the request, which refuses settings that do not suit the model. */
  GenerationRun(
      LoadedModel model,
      GenerationRequest request,
      Consumer<GenerationEvent> listener,
      Supplier<LatentPreview> preview) {
    this.model = model;
    this.request = request;
    this.plan = request.plan(model.space());
    this.listener = listener;
    this.preview = preview;
  }

  /** Does the work on the calling thread and completes the result. */
  void execute() {
    long begin = System.nanoTime();
    try (Scope scope = model.scope().open("request")) {
      List<Long> seeds = seeds(request.sampling());
      List<BufferedImage> images = make(scope, seeds);
      result.complete(
          new Generation(
              images, seeds, request, model.name(), Duration.ofNanos(System.nanoTime() - begin)));
    } catch (EngineException e) {
      result.completeExceptionally(
          new GenerationFailedException(
              "The engine failed: " + String.valueOf(e.getMessage()).strip(), e));
    } catch (Throwable e) {
      // Whatever stops a run, its waiters must hear of it.
      result.completeExceptionally(e);
    }
  }

  /** Completes the result without doing anything. */
  void refuse(RuntimeException reason) {
    result.completeExceptionally(reason);
  }

  private List<BufferedImage> make(Scope scope, List<Long> seeds) {
    Sampling sampling = request.sampling();
    stopIfCancelled("before the prompt was encoded");
    PromptEncoder prompts =
        new PromptEncoder(
            model.tokenizer(), model.textEncoder(), sampling.clipSkip(), Emphasis.ORIGINAL);
    Conditioning conditioning =
        new Conditioning(
            prompts.encode(scope, request.prompt()),
            prompts.encode(scope, request.negativePrompt()));
    NDArray latents = Denoising.run(model, scope, sampling, plan, conditioning, seeds, this);
    PictureCodec codec = new PictureCodec(model.vae(), sampling.conventions());
    List<BufferedImage> images = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      stopIfCancelled("before picture " + (i + 1) + " was decoded");
      try (Scope one = scope.open("image")) {
        images.add(plan.finish(codec.decode(one, one.slice(latents, i, i + 1L, 0))));
      }
    }
    return images;
  }

  private static List<Long> seeds(Sampling sampling) {
    long first =
        sampling.seed() >= 0
            ? sampling.seed()
            : ThreadLocalRandom.current().nextLong(LARGEST_SEED - 1);
    return LongStream.range(0, sampling.batch()).map(i -> first + i).boxed().toList();
  }

  @Override
  public void beforeStep(int index, int count) {
    stopIfCancelled("before step " + (index + 1) + " of " + count);
    if (index == 0) {
      firstStepNanos = System.nanoTime();
    }
  }

  @Override
  public void afterStep(int index, int count, double sigma, NDArray denoised) {
    long perStep = (System.nanoTime() - firstStepNanos) / (index + 1);
    Duration remaining = Duration.ofNanos(perStep * (count - index - 1));
    listener.accept(new StepFinished(index, count, sigma, remaining, () -> previews(denoised)));
  }

  private List<BufferedImage> previews(NDArray denoised) {
    if (denoised.getManager() == null || !denoised.getManager().isOpen()) {
      throw new IllegalStateException("Previews can only be drawn while the listener is called.");
    }
    int batch = Math.toIntExact(denoised.getShape().get(0));
    int height = Math.toIntExact(denoised.getShape().get(2));
    int width = Math.toIntExact(denoised.getShape().get(3));
    float[] values = denoised.toFloatArray();
    LatentPreview map = preview.get();
    return IntStream.range(0, batch).mapToObj(i -> map.draw(values, i, width, height)).toList();
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
