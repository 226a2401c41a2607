package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.Generation;
import io.pentimento.GenerationCancelledException;
import io.pentimento.GenerationEvent;
import io.pentimento.GenerationRequest;
import io.pentimento.Run;
import io.pentimento.TextToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Seeds;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions with a stand-in for the model. */
class CanvasTest {
  private static final ImageSize SIZE = new ImageSize(40, 30);
  private static final Rectangle BOX = new Rectangle(5, 7, 11, 4);
  private static final Mask MASK = Mask.rectangle(SIZE, BOX);

  private static BufferedImage noise(int type) {
    SplittableRandom random = new SplittableRandom(7);
    BufferedImage image = new BufferedImage(SIZE.width(), SIZE.height(), type);
    for (int i = 0; i < SIZE.width() * SIZE.height(); i++) {
      image.setRGB(i % SIZE.width(), i / SIZE.width(), random.nextInt());
    }
    return image;
  }

  private static Generation made(GenerationRequest request, BufferedImage... pictures) {
    return new Generation(
        List.of(pictures), Seeds.of(1), SIZE, request, "stub", Map::of, Duration.ofMillis(1));
  }

  /** A run that has ended. */
  private record Ended(Generation generation) implements Run {
    @Override
    public Generation await() {
      return generation;
    }

    @Override
    public void cancel() {}

    @Override
    public CompletableFuture<Generation> future() {
      return CompletableFuture.completedFuture(generation);
    }
  }

  /** Inverts the masked colours; a batch has the picture itself as its second. */
  private static Run invert(GenerationRequest request, Consumer<GenerationEvent> listener) {
    Inpaint inpaint = (Inpaint) request;
    return new Ended(made(request, inverted(inpaint), inpaint.image()));
  }

  private static BufferedImage inverted(Inpaint inpaint) {
    BufferedImage result = Pixels.of(inpaint.image()).toImage();
    for (int i = 0; i < result.getWidth() * result.getHeight(); i++) {
      int x = i % result.getWidth();
      int y = i / result.getWidth();
      if (inpaint.mask().level(x, y) > 0) {
        result.setRGB(x, y, result.getRGB(x, y) ^ 0xffffff);
      }
    }
    return result;
  }

  private static Canvas canvas(int type, CanvasLimits limits) {
    return new Canvas(CanvasTest::invert, noise(type), limits);
  }

  private static Canvas canvas(int type) {
    return canvas(type, CanvasLimits.defaults());
  }

  private static Pixels pixels(Canvas canvas) {
    return Pixels.of(canvas.picture());
  }

  private static CanvasChange repaint(Canvas canvas, Mask mask) {
    return canvas.repaint(canvas.inpaint(mask, "x").build());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void undo_givesTheBytesBackAndRedoTheNewOnes(int type) {
    Canvas canvas = canvas(type);
    Pixels first = pixels(canvas);
    assertThat(first).isEqualTo(Pixels.of(noise(type)));
    CanvasChange change = repaint(canvas, MASK);
    assertThat(change.box()).contains(BOX);
    assertThat(change.pixels()).isEqualTo(44);
    Pixels second = pixels(canvas);
    assertThat(second).isNotEqualTo(first);
    assertThat(canvas.historyBytes()).isEqualTo(44L * first.channels());
    assertThat(canvas.undo()).contains(change);
    assertThat(pixels(canvas)).isEqualTo(first);
    assertThat(canvas.redo()).contains(change);
    assertThat(pixels(canvas)).isEqualTo(second);
  }

  @Test
  void undo_ofNothing_isEmpty() {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_RGB);
    assertThat(canvas.canUndo()).isFalse();
    assertThat(canvas.canRedo()).isFalse();
    assertThat(canvas.undo()).isEmpty();
    assertThat(canvas.redo()).isEmpty();
  }

  @Test
  void keep_afterUndo_forgetsWhatWasUndone() {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_RGB);
    repaint(canvas, MASK);
    canvas.undo();
    assertThat(canvas.canRedo()).isTrue();
    repaint(canvas, Mask.all(SIZE));
    assertThat(canvas.canRedo()).isFalse();
    assertThat(canvas.historyBytes()).isEqualTo(3L * 40 * 30);
  }

  @Test
  void attempt_changesNothingUntilItIsKept() {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_RGB);
    Pixels first = pixels(canvas);
    CanvasTrial trial = canvas.attempt(canvas.inpaint(MASK, "x").build());
    assertThat(pixels(canvas)).isEqualTo(first);
    assertThat(trial.change().box()).contains(BOX);
    assertThat(trial.canKeep()).isTrue();
    assertThat(trial.keep()).isEqualTo(trial.change());
    assertThat(pixels(canvas)).isEqualTo(Pixels.of(trial.pictures().get(0)));
    assertThat(trial.canKeep()).isFalse();
  }

  @Test
  void keep_ofTheSamePicture_isNoStep() {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_RGB);
    CanvasChange change = canvas.attempt(canvas.inpaint(MASK, "x").build()).keep(1);
    assertThat(change.isEmpty()).isTrue();
    assertThat(change.pixels()).isZero();
    assertThat(canvas.canUndo()).isFalse();
  }

  @Test
  void keep_ofAStateThatWasLeft_isRefusedUntilItIsBack() {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_RGB);
    CanvasTrial late = canvas.attempt(canvas.inpaint(Mask.all(SIZE), "x").build());
    repaint(canvas, MASK);
    Pixels kept = pixels(canvas);
    assertThat(late.canKeep()).isFalse();
    assertThatThrownBy(late::keep)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A result can be kept only while the canvas is in the state from which its run began,"
                + " but it has changed since. Undo what was done meanwhile, or run the request"
                + " again on the picture as it is now.");
    assertThat(pixels(canvas)).isEqualTo(kept);
    canvas.undo();
    assertThat(late.keep().pixels()).isEqualTo(1200);
  }

  @Test
  void start_ofARequestOfAnotherPicture_isRefused() {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_RGB);
    Inpaint early = canvas.inpaint(MASK, "x").build();
    repaint(canvas, MASK);
    assertThatThrownBy(() -> canvas.repaint(early))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("A request must be of the canvas's picture as it is now");
    canvas.repaint(early.toBuilder().image(canvas.picture()).build());
    assertThat(pixels(canvas)).isEqualTo(Pixels.of(noise(BufferedImage.TYPE_INT_RGB)));
  }

  @Test
  void picture_isACopy() {
    BufferedImage given = noise(BufferedImage.TYPE_INT_RGB);
    Canvas canvas = new Canvas(CanvasTest::invert, given, CanvasLimits.defaults());
    Pixels first = pixels(canvas);
    given.setRGB(0, 0, ~given.getRGB(0, 0));
    canvas.picture().setRGB(1, 1, 0);
    assertThat(pixels(canvas)).isEqualTo(first);
  }

  @Test
  void revert_isAStepThatCanBeUndone() {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_ARGB, new CanvasLimits(1, 1 << 20));
    Pixels first = pixels(canvas);
    repaint(canvas, MASK);
    repaint(canvas, Mask.rectangle(SIZE, new Rectangle(30, 20, 2, 2)));
    Pixels last = pixels(canvas);
    assertThat(canvas.change().pixels()).isEqualTo(48);
    assertThat(canvas.change().box()).contains(new Rectangle(5, 7, 27, 15));
    assertThat(canvas.revert().pixels()).isEqualTo(48);
    assertThat(pixels(canvas)).isEqualTo(first);
    assertThat(canvas.change().isEmpty()).isTrue();
    assertThat(canvas.revert().isEmpty()).isTrue();
    canvas.undo();
    assertThat(pixels(canvas)).isEqualTo(last);
  }

  /** As outpainting does; a change of channels, too. */
  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY})
  void undo_ofAStepThatChangedTheForm_givesTheBytesBack(int type) {
    BufferedImage larger = new BufferedImage(60, 50, BufferedImage.TYPE_INT_ARGB);
    GenerationRequest any = TextToImage.builder("x").build();
    Canvas canvas =
        new Canvas((request, l) -> new Ended(made(request, larger)), noise(type), limits(2));
    Pixels first = pixels(canvas);
    CanvasChange change =
        canvas.repaint(
            picture -> {
              assertThat(Pixels.of(picture)).isEqualTo(first);
              return any;
            });
    assertThat(change)
        .isEqualTo(
            new CanvasChange(
                SIZE,
                new ImageSize(60, 50),
                java.util.Optional.of(new Rectangle(60, 50)),
                60 * 50));
    canvas.undo();
    assertThat(pixels(canvas)).isEqualTo(first);
    canvas.redo();
    assertThat(pixels(canvas)).isEqualTo(Pixels.of(larger));
  }

  private static CanvasLimits limits(int steps) {
    return new CanvasLimits(steps, 1 << 20);
  }

  @Test
  void history_keepsNoMoreStepsAndBytesThanItMay() {
    Canvas steps = canvas(BufferedImage.TYPE_INT_RGB, limits(2));
    Canvas bytes = canvas(BufferedImage.TYPE_INT_RGB, new CanvasLimits(100, 3 * 44 * 2 + 5));
    for (Canvas canvas : List.of(steps, bytes)) {
      List<Pixels> states = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        states.add(pixels(canvas));
        repaint(canvas, MASK.shift(i, i));
        assertThat(canvas.historyBytes()).isLessThanOrEqualTo(2L * 3 * 44);
      }
      canvas.undo();
      assertThat(pixels(canvas)).isEqualTo(states.get(3));
      canvas.undo();
      assertThat(pixels(canvas)).isEqualTo(states.get(2));
      assertThat(canvas.canUndo()).isFalse();
      canvas.revert();
      assertThat(pixels(canvas)).isEqualTo(states.get(0));
    }
  }

  @Test
  void history_aStepThatIsTooLargeCannotBeUndone() {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_RGB, new CanvasLimits(10, 100));
    repaint(canvas, MASK);
    assertThat(canvas.canUndo()).isFalse();
    assertThat(canvas.historyBytes()).isZero();
  }

  @Test
  void limits_areChecked() {
    assertThatThrownBy(() -> new CanvasLimits(-1, 0))
        .hasMessage("steps must be in [0, 10000], but got: -1.");
    assertThatThrownBy(() -> new CanvasLimits(1, -2))
        .hasMessage("bytes must be at least 0, but got: -2. Pass 0 to remember nothing.");
  }

  /** Any walk through states finds the pictures that a list of them would hold. */
  @Property(tries = 50)
  void walks_findEveryState(@ForAll long seed) {
    Random random = new Random(seed);
    Canvas canvas = canvas(BufferedImage.TYPE_INT_ARGB);
    List<Pixels> states = new ArrayList<>(List.of(pixels(canvas)));
    int at = 0;
    for (int i = 0; i < 30; i++) {
      switch (random.nextInt(3)) {
        case 0 -> {
          Rectangle box =
              new Rectangle(random.nextInt(38), random.nextInt(28), 2, 1 + random.nextInt(20));
          repaint(canvas, Mask.rectangle(SIZE, box));
          states = new ArrayList<>(states.subList(0, ++at));
          states.add(pixels(canvas));
        }
        case 1 -> at -= canvas.undo().isPresent() ? 1 : 0;
        default -> at += canvas.redo().isPresent() ? 1 : 0;
      }
      assertThat(pixels(canvas)).isEqualTo(states.get(at));
      assertThat(canvas.canUndo()).isEqualTo(at > 0);
      assertThat(canvas.canRedo()).isEqualTo(at < states.size() - 1);
    }
  }

  /** A run that ends when a test says so. */
  private static final class Waiting implements Run {
    private final CompletableFuture<Generation> result = new CompletableFuture<>();
    private final GenerationRequest request;
    private boolean cancelled;

    Waiting(GenerationRequest request) {
      this.request = request;
    }

    @Override
    public Generation await() {
      return result.join();
    }

    @Override
    public void cancel() {
      cancelled = true;
      result.completeExceptionally(new GenerationCancelledException("The run was cancelled."));
    }

    @Override
    public CompletableFuture<Generation> future() {
      return result.copy();
    }
  }

  private final List<Waiting> runs = new ArrayList<>();

  private Run wait(GenerationRequest request, Consumer<GenerationEvent> listener) {
    Waiting run = new Waiting(request);
    runs.add(run);
    return run;
  }

  @Test
  void start_blocksNothingWhileItRuns() {
    Canvas canvas =
        new Canvas(this::wait, noise(BufferedImage.TYPE_INT_RGB), CanvasLimits.defaults());
    CanvasRun run = canvas.start(canvas.inpaint(MASK, "x").build(), event -> {});
    assertThat(run.future()).isNotDone();
    assertThat(canvas.picture()).isNotNull();
    assertThat(canvas.undo()).isEmpty();
    Waiting waiting = runs.get(0);
    waiting.result.complete(made(waiting.request, inverted((Inpaint) waiting.request)));
    assertThat(run.await().keep().pixels()).isEqualTo(44);
  }

  @Test
  void cancel_reachesTheRunFromHereAndFromTheFuture() {
    Canvas canvas =
        new Canvas(this::wait, noise(BufferedImage.TYPE_INT_RGB), CanvasLimits.defaults());
    Inpaint request = canvas.inpaint(MASK, "x").build();
    CanvasRun first = canvas.start(request, event -> {});
    CompletableFuture<CanvasTrial> result = first.future();
    first.cancel();
    assertThat(runs.get(0).cancelled).isTrue();
    assertThatThrownBy(result::join).isInstanceOf(GenerationCancelledException.class);
    assertThat(canvas.start(request, event -> {}).future().cancel(true)).isTrue();
    assertThat(runs.get(1).cancelled).isTrue();
  }

  /** Each thread repaints and undoes what comes; no state is torn, and all can be undone. */
  @Test
  void threads_neverSeeHalfAStep() throws InterruptedException, ExecutionException {
    Canvas canvas = canvas(BufferedImage.TYPE_INT_ARGB);
    Pixels first = pixels(canvas);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int number = thread;
        done.add(threads.submit(() -> work(canvas, first, number)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    while (canvas.canUndo()) {
      canvas.undo();
    }
    assertThat(pixels(canvas)).isEqualTo(first);
    assertThat(canvas.historyBytes()).isLessThanOrEqualTo(CanvasLimits.defaults().bytes());
  }

  private static void work(Canvas canvas, Pixels first, int number) {
    for (int i = 0; i < 20; i++) {
      try {
        repaint(canvas, MASK);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("canvas");
      }
      // Every step inverts the same rectangle: it is as it was at first, or all of it inverted.
      CanvasChange change = CanvasChange.between(first, pixels(canvas));
      assertThat(change.pixels()).isIn(0L, 44L);
      if (i % 3 == number % 3) {
        canvas.undo();
      }
    }
  }
}
