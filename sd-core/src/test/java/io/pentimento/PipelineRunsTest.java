package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Step;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs beside each other and beside close, listeners that misbehave, and failures of all kinds. */
class PipelineRunsTest {
  private static final Executor OWN_THREAD = task -> new Thread(task).start();
  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder lighthouse() {
    return TextToImage.builder("a lighthouse").steps(3).seed(42);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells that no scope of a run is left in the model's. */
  private void assertNothingLeft() {
    // A started run gives its result when its scope is closed.
    assertThat(pipeline.scope().manager().toString())
        .contains("Resource size: " + pipeline.scope().manager().getManagedArrays().size());
  }

  @Test
  void start_cancelBeforeTheFirstStep() {
    CountDownLatch go = new CountDownLatch(1);
    // Holds the run in its first look at the noise, before any step.
    Run run =
        pipeline.start(
            lighthouse()
                .noise(
                    seed -> {
                      await(go);
                      return count -> new float[count];
                    })
                .build());
    run.cancel();
    run.cancel();
    go.countDown();
    assertThatThrownBy(run::await)
        .isInstanceOf(GenerationCancelledException.class)
        .hasMessageMatching("The run was cancelled before (the prompt was encoded|step 1 of 3)\\.");
    assertNothingLeft();
  }

  @Test
  void cancel_afterTheEndChangesNothing() {
    Run run = pipeline.start(lighthouse().build());
    Generation made = run.await();
    run.cancel();
    assertThat(run.await()).isSameAs(made);
    assertThat(run.future()).isCompletedWithValue(made);
    assertThat(run.future().cancel(true)).isFalse();
  }

  @Test
  void future_givesTheResultOrTheFailureItself() {
    assertThat(pipeline.start(lighthouse().build()).future().join().images()).hasSize(1);
    Run failing =
        pipeline.start(
            lighthouse().build(),
            event -> {
              throw new UnsupportedOperationException("the listener failed");
            });
    assertThatThrownBy(() -> failing.future().get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("the listener failed");
    assertThatThrownBy(failing::await).isInstanceOf(UnsupportedOperationException.class);
    assertNothingLeft();
  }

  @Test
  void future_ofACancelledRunIsCancelled() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Run run =
        pipeline.start(
            lighthouse().build(),
            event -> {
              begun.countDown();
              await(cancelled);
            });
    CompletableFuture<Generation> first = run.future();
    CompletableFuture<Generation> second = run.future();
    await(begun);
    first.cancel(false);
    cancelled.countDown();
    assertThat(first).isCancelled();
    assertThatThrownBy(second::join)
        .isInstanceOf(CancellationException.class)
        .hasMessage("The run was cancelled before step 2 of 3.");
    assertThat(second).isCancelled();
  }

  @Test
  void listener_errorsReachTheWaiter() {
    Run run =
        pipeline.start(
            lighthouse().build(),
            event -> {
              throw new AssertionError("not what was expected");
            });
    assertThatThrownBy(run::await)
        .isInstanceOf(AssertionError.class)
        .hasMessage("not what was expected");
    assertNothingLeft();
  }

  @Test
  void listener_mayStartAnotherRun() {
    List<Generation> nested = new ArrayList<>();
    pipeline
        .start(
            lighthouse().steps(1).build(),
            event -> nested.add(pipeline.generate(lighthouse().build())))
        .await();
    assertThat(nested).hasSize(1);
  }

  @Test
  void listener_mustNotCloseThePipeline() {
    Run run = pipeline.start(lighthouse().build(), event -> pipeline.close());
    assertThatThrownBy(run::await)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A run's listener must not close the pipeline, which waits for the run. Cancel the"
                + " run, and close on another thread.");
    assertThat(pipeline.generate(lighthouse().build()).images()).hasSize(1);
  }

  @Test
  void previews_onAnotherThreadWhileTheListenerWaits() {
    List<BufferedImage> drawn = new ArrayList<>();
    pipeline
        .start(
            lighthouse().batch(2).build(),
            event -> {
              if (event instanceof StepFinished step) {
                drawn.addAll(CompletableFuture.supplyAsync(step.previews(), OWN_THREAD).join());
              }
            })
        .await();
    assertThat(drawn).hasSize(6);
  }

  @Test
  void previews_laterAreRefusedAlsoWhileTheRunGoesOn() {
    AtomicReference<Supplier<List<BufferedImage>>> first = new AtomicReference<>();
    List<Throwable> refusals = new ArrayList<>();
    pipeline
        .start(
            lighthouse().build(),
            event -> {
              if (event instanceof StepFinished step
                  && !first.compareAndSet(null, step.previews())) {
                CompletableFuture<List<BufferedImage>> late =
                    CompletableFuture.supplyAsync(Objects.requireNonNull(first.get()), OWN_THREAD);
                try {
                  late.join();
                } catch (CompletionException e) {
                  refusals.add(e.getCause());
                }
              }
            })
        .await();
    assertThat(refusals)
        .hasSize(2)
        .allSatisfy(
            refusal ->
                assertThat(refusal)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Previews can only be drawn while the listener is called."));
  }

  @Test
  void close_manyRunsStartingEndEachInItsWay() {
    Pipeline closing = TinyModel.open();
    List<Run> runs = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(2);
    for (int i = 0; i < 6; i++) {
      runs.add(closing.start(lighthouse().steps(1000).build(), event -> begun.countDown()));
    }
    await(begun);
    closing.close();
    assertThat(closing.scope().manager().isOpen()).isFalse();
    for (Run run : runs) {
      assertThatThrownBy(run::await)
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(GenerationCancelledException.class),
              e ->
                  assertThat(e)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("The pipeline is closed."));
    }
    assertThatThrownBy(() -> closing.start(lighthouse().build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The pipeline is closed. Load the model again to make more pictures.");
  }

  @Test
  void start_refusesWhatDoesNotSuitTheModelBeforeWork() {
    assertThatThrownBy(() -> pipeline.start(lighthouse().clipSkip(4).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clipSkip must be in [1, 3] for this text encoder, but got: 4.");
    assertThatThrownBy(() -> pipeline.start(new Crooked()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width and height must be multiples of 8, but got: 60x64. Try 64x64.");
  }

  /** A task of one's own whose plan is off the latent grid. */
  private record Crooked() implements LatentRequest {
    @Override
    public String prompt() {
      return "";
    }

    @Override
    public String negativePrompt() {
      return "";
    }

    @Override
    public Sampling sampling() {
      return Sampling.defaults();
    }

    @Override
    public LatentPlan plan(LatentSpace space) {
      return new LatentPlan() {
        @Override
        public int width() {
          return 60;
        }

        @Override
        public int height() {
          return 64;
        }

        @Override
        public PlannedLatent open(LatentContext context) {
          throw new AssertionError("no work was to be done");
        }
      };
    }
  }

  @Test
  void engineFailure_saysTheStepAndWhatToDo() {
    Sampler greedy =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            if (step.index() == 1) {
              x.repeat(0, 1L << 40);
            }
            x = step.keep(x.mul(0.5));
          }
          return x;
        };
    assertThatThrownBy(() -> pipeline.generate(lighthouse().sampler(greedy).build()))
        .isInstanceOf(GenerationFailedException.class)
        .hasMessageStartingWith("The engine failed in step 2 of 3: ")
        .hasMessageEndingWith(" Make fewer pictures at once, or smaller ones.")
        .hasCauseInstanceOf(ai.djl.engine.EngineException.class);
    assertNothingLeft();
    assertThat(pipeline.generate(lighthouse().build()).images()).hasSize(1);
  }

  @Test
  void engineFailure_ofWrongShapes() {
    Sampler crooked =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            x = step.keep(denoiser.denoise(x.transpose(0, 2, 1, 3), step.sigma()));
          }
          return x;
        };
    assertThatThrownBy(() -> pipeline.generate(lighthouse().size(72, 64).sampler(crooked).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The U-Net takes [batch, 4, height, width], but got: (1, 8, 4, 9).");
    assertNothingLeft();
  }

  @Test
  void nan_ofTheSamplerIsToldFromThatOfTheNetwork() {
    Sampler dividing =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            x = step.keep(denoiser.denoise(x, step.sigma()).div(step.nextSigma()));
          }
          return x;
        };
    assertThatThrownBy(() -> pipeline.generate(lighthouse().sampler(dividing).build()))
        .isInstanceOf(GenerationFailedException.class)
        .hasMessage(
            "Step 3 of 3 made NaN or infinite values, not in the U-Net but in the sampler or the"
                + " task. Load the model with Precision.FLOAT32; if it is, its weights may be"
                + " damaged.");
    Sampler idle =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            NDArray next = step.index() == 0 ? denoiser.denoise(x, step.sigma()) : x.div(0);
            x = step.keep(next);
          }
          return x;
        };
    assertThatThrownBy(() -> pipeline.generate(lighthouse().sampler(idle).build()))
        .hasMessageStartingWith("Step 2 of 3 made NaN or infinite values, not in the U-Net");
    assertNothingLeft();
  }

  @Test
  void sampler_mayLeaveItsLoopEarly() {
    Sampler impatient =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            x = step.keep(denoiser.denoise(x, step.sigma()));
            if (step.index() == 1) {
              return x;
            }
          }
          return x;
        };
    List<Integer> finished = new ArrayList<>();
    Generation made =
        pipeline
            .start(
                lighthouse().sampler(impatient).build(),
                event -> finished.add(((StepFinished) event).index()))
            .await();
    assertThat(finished).containsExactly(0, 1);
    assertThat(made.images()).hasSize(1);
  }

  @Test
  void sampler_thatReturnsAFreedLatentIsTold() {
    Sampler wrong =
        (denoiser, x, steps) -> {
          NDArray lost = x;
          for (Step step : steps) {
            lost = x.add(1);
            x = step.keep(x.mul(0.5));
          }
          return lost;
        };
    assertThatThrownBy(() -> pipeline.generate(lighthouse().sampler(wrong).build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The sampler returned a latent that ended with its step. Return what Step.keep gave.");
    assertNothingLeft();
  }

  @Test
  void run_keepsNoMoreInItsScopeWithEveryStep() {
    List<Integer> held = new ArrayList<>();
    Sampler watching =
        (denoiser, x, steps) -> {
          for (Step step : steps) {
            x = step.keep(denoiser.denoise(x, step.sigma()));
            held.add(arrays(x));
          }
          return x;
        };
    pipeline.generate(lighthouse().steps(6).sampler(watching).build());
    // Each timestep's embedding is one array more.
    for (int i = 1; i < held.size(); i++) {
      assertThat(held.get(i) - held.get(i - 1)).as("new arrays in step %d", i).isEqualTo(1);
    }
  }

  /** Counts the arrays of the run to whose step an array belongs. */
  private static int arrays(NDArray ofStep) {
    return ofStep.getManager().getParentManager().getManagedArrays().size();
  }
}
