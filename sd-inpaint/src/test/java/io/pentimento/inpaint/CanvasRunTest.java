package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.GenerationCancelledException;
import io.pentimento.Pipeline;
import io.pentimento.TinyModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions with a model, through all networks. */
class CanvasRunTest {
  private static final ImageSize SIZE = new ImageSize(75, 67);
  private static final Mask MASK = Mask.ellipse(SIZE, new Rectangle(20, 14, 30, 36));

  private final AtomicInteger encodings = new AtomicInteger();

  private static BufferedImage noise() {
    SplittableRandom random = new SplittableRandom(7);
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < SIZE.width() * SIZE.height(); i++) {
      image.setRGB(i % SIZE.width(), i / SIZE.width(), random.nextInt());
    }
    return image;
  }

  /** The picture once; for inpainting models also the picture without its masked part, once. */
  @ParameterizedTest
  @CsvSource({"4, 1, 2", "9, 2, 4"})
  void threePromptsOnOnePicture_encodeItOnce(int inChannels, int once, int twice) {
    try (Pipeline pipeline = TinyModel.open(inChannels, () -> encodings.incrementAndGet())) {
      Canvas canvas = Canvas.of(pipeline, noise());
      CanvasTrial last = null;
      for (String prompt : new String[] {"a door", "a window", "a wall"}) {
        last = canvas.attempt(canvas.inpaint(MASK, prompt).steps(2).seed(5).build());
      }
      assertThat(encodings).hasValue(once);
      last.keep();
      canvas.attempt(canvas.inpaint(MASK, "a wall").steps(2).seed(6).build());
      assertThat(encodings).hasValue(twice);
    }
  }

  @Test
  void anotherMaskOnTheSamePicture_encodesNothingMore() {
    try (Pipeline pipeline = TinyModel.open(4, () -> encodings.incrementAndGet())) {
      Canvas canvas = Canvas.of(pipeline, noise());
      canvas.attempt(canvas.inpaint(MASK, "a door").steps(2).build());
      canvas.attempt(canvas.inpaint(MASK.grow(5), "a door").steps(2).build());
      assertThat(encodings).hasValue(1);
    }
  }

  @Test
  void undo_afterRepainting_givesTheBytesBack() {
    try (Pipeline pipeline = TinyModel.open()) {
      Canvas canvas = Canvas.of(pipeline, noise());
      Inpaint request = canvas.inpaint(MASK, "a door").steps(2).seed(5).build();
      CanvasChange change = canvas.repaint(request);
      assertThat(change.pixels()).isBetween(100L, (long) request.blurredMask().markedPixels());
      assertThat(request.blurredMask().boundingBox().orElseThrow().contains(box(change))).isTrue();
      assertThat(canvas.historyBytes()).isEqualTo(4L * box(change).width * box(change).height);
      canvas.undo();
      assertThat(Pixels.of(canvas.picture())).isEqualTo(Pixels.of(noise()));
    }
  }

  private static Rectangle box(CanvasChange change) {
    return change.box().orElseThrow();
  }

  @Test
  void start_tellsOfProgressAndStops() throws InterruptedException {
    try (Pipeline pipeline = TinyModel.open()) {
      Canvas canvas = Canvas.of(pipeline, noise());
      Inpaint request = canvas.inpaint(MASK, "a door").steps(3).denoisingStrength(1).build();
      AtomicInteger events = new AtomicInteger();
      canvas.start(request, event -> events.incrementAndGet()).await();
      assertThat(events.get()).isPositive();
      AtomicReference<CanvasRun> self = new AtomicReference<>();
      CountDownLatch started = new CountDownLatch(1);
      CanvasRun run =
          canvas.start(
              request,
              event -> {
                try {
                  started.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                self.get().cancel();
              });
      self.set(run);
      started.countDown();
      assertThatThrownBy(run::await).isInstanceOf(GenerationCancelledException.class);
      assertThat(canvas.canUndo()).isFalse();
    }
  }
}
