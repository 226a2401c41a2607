package io.pentimento.inpaint;

import io.pentimento.GenerationEvent;
import io.pentimento.GenerationRequest;
import io.pentimento.Pipeline;
import io.pentimento.Run;
import io.pentimento.image.Pixels;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A session over one picture, for a program in which someone repaints it part by part, looks, and
 * changes their mind.
 *
 * <pre>{@code
 * Canvas canvas = Canvas.of(pipeline, PictureReader.read(photo));
 * canvas.repaint(canvas.inpaint(eyes, "closed eyes").seed(7).build());
 *
 * CanvasTrial trial = canvas.attempt(canvas.inpaint(sky, "a thunderstorm").batch(3).build());
 * show(trial.pictures());
 * trial.keep(1);            // or forget the trial to drop it
 *
 * canvas.undo();            // the bytes of before, alpha included
 * canvas.repaint(picture -> Outpaint.builder(picture, ...).build());
 * }</pre>
 *
 * <p>The picture has 8 bits a sample and grey, RGB or RGBA, as {@link Pixels#of} reads it. Of each
 * step the canvas stores only the rectangle that changed, or the whole picture where size or
 * channels did, and no more in all than its {@link CanvasLimits}; beside that the current picture
 * and the first, to {@link #revert} to. A request on an unchanged picture finds it encoded already.
 *
 * <p>Safe for use by many threads: none waits for a run but the one that asked for it, so a user
 * interface may show {@link #picture} and undo while another thread repaints. Runs do not exclude
 * each other either. What a run makes can be kept only while the canvas is in the state from which
 * the run began; when it has moved on, keeping is refused, and when it is back there (by undo or
 * redo), keeping works again.
 */
public final class Canvas {
  private final Painter painter;
  private final Pixels first;

  /** Looked at and changed under its own lock only. */
  private final CanvasHistory history;

  /** Starts runs, as {@link Pipeline#start(GenerationRequest, Consumer)} does. */
  @FunctionalInterface
  interface Painter {
    Run start(GenerationRequest request, Consumer<GenerationEvent> listener);
  }

  Canvas(Painter painter, BufferedImage picture, CanvasLimits limits) {
    this.painter = Objects.requireNonNull(painter, "painter");
    this.first = Pixels.of(picture);
    this.history = new CanvasHistory(first, Objects.requireNonNull(limits, "limits"));
  }

  /** Starts a session that remembers {@link CanvasLimits#defaults}; the picture is copied. */
  public static Canvas of(Pipeline pipeline, BufferedImage picture) {
    return of(pipeline, picture, CanvasLimits.defaults());
  }

  /**
   * Starts a session.
   *
   * @param pipeline makes the pictures; the canvas does not close it
   * @param picture the first state, of which a copy is taken
   * @param limits how much is remembered for undoing
   */
  public static Canvas of(Pipeline pipeline, BufferedImage picture, CanvasLimits limits) {
    Objects.requireNonNull(pipeline, "pipeline");
    return new Canvas(pipeline::start, picture, limits);
  }

  /** Returns a copy of the picture as it is now. */
  public BufferedImage picture() {
    return current().picture().toImage();
  }

  /** Starts a request to repaint what a mask marks of the picture as it is now. */
  public Inpaint.Builder inpaint(Mask mask, String prompt) {
    return Inpaint.builder(picture(), mask, prompt);
  }

  /**
   * Starts a run, without keeping what it makes.
   *
   * @param request a request of the picture as it is now, such as {@link #inpaint} starts
   * @param listener hears of progress, on the run's thread
   * @throws IllegalStateException if the request is of another picture, or the pipeline is closed
   * @throws IllegalArgumentException if a setting does not suit the model
   */
  public CanvasRun start(Inpaint request, Consumer<GenerationEvent> listener) {
    CanvasHistory.State base = current();
    if (!Pixels.of(request.image()).equals(base.picture())) {
      throw new IllegalStateException(
          "A request must be of the canvas's picture as it is now, but got: one of another picture"
              + " or of an earlier state. Start it with inpaint(mask, prompt), or call"
              + " toBuilder().image(canvas.picture()).");
    }
    return new CanvasRun(painter.start(request, listener), this, base);
  }

  /**
   * Starts a run of any kind, without keeping what it makes.
   *
   * @param request makes the request from a copy of the picture as it is now
   * @param listener hears of progress, on the run's thread
   * @throws IllegalStateException if the pipeline is closed
   * @throws IllegalArgumentException if a setting does not suit the model
   */
  public CanvasRun start(
      Function<? super BufferedImage, ? extends GenerationRequest> request,
      Consumer<GenerationEvent> listener) {
    CanvasHistory.State base = current();
    GenerationRequest made = request.apply(base.picture().toImage());
    return new CanvasRun(painter.start(made, listener), this, base);
  }

  /** Runs a request as {@link #start(Inpaint, Consumer)} does, and waits for the result. */
  public CanvasTrial attempt(Inpaint request) {
    return start(request, event -> {}).await();
  }

  /** Runs a request as {@link #start(Function, Consumer)} does, and waits for the result. */
  public CanvasTrial attempt(Function<? super BufferedImage, ? extends GenerationRequest> request) {
    return start(request, event -> {}).await();
  }

  /**
   * Runs a request and keeps its first picture.
   *
   * @return what changed
   * @throws IllegalStateException if the request is of another picture, or the canvas is in another
   *     state when the run ends; {@link #attempt} would have kept the result
   */
  public CanvasChange repaint(Inpaint request) {
    return attempt(request).keep();
  }

  /** Runs a request of any kind and keeps its first picture, as {@link #repaint(Inpaint)} does. */
  public CanvasChange repaint(
      Function<? super BufferedImage, ? extends GenerationRequest> request) {
    return attempt(request).keep();
  }

  /** Tells whether there is a step to undo. */
  public boolean canUndo() {
    synchronized (history) {
      return history.canUndo();
    }
  }

  /** Tells whether there is a step that was undone, after which nothing was kept. */
  public boolean canRedo() {
    synchronized (history) {
      return history.canRedo();
    }
  }

  /**
   * Goes back by a step: the picture has the very bytes that it had before.
   *
   * @return what changed, or empty if there was nothing to undo
   */
  public Optional<CanvasChange> undo() {
    CanvasHistory.State before;
    CanvasHistory.State after;
    synchronized (history) {
      if (!history.canUndo()) {
        return Optional.empty();
      }
      before = history.current();
      history.undo();
      after = history.current();
    }
    return Optional.of(CanvasChange.between(before.picture(), after.picture()));
  }

  /**
   * Does again what was undone.
   *
   * @return what changed, or empty if there was nothing to do again
   */
  public Optional<CanvasChange> redo() {
    CanvasHistory.State before;
    CanvasHistory.State after;
    synchronized (history) {
      if (!history.canRedo()) {
        return Optional.empty();
      }
      before = history.current();
      history.redo();
      after = history.current();
    }
    return Optional.of(CanvasChange.between(before.picture(), after.picture()));
  }

  /**
   * Returns to the first picture, however many steps are remembered. That is a step itself, which
   * can be undone.
   *
   * @return what changed, which may be nothing
   */
  public CanvasChange revert() {
    synchronized (history) {
      return keep(history.current(), first);
    }
  }

  /** Returns how the picture as it is now differs from the first. */
  public CanvasChange change() {
    return CanvasChange.between(first, current().picture());
  }

  private CanvasHistory.State current() {
    synchronized (history) {
      return history.current();
    }
  }

  /** Tells whether the canvas is in a state. */
  boolean isAt(CanvasHistory.State state) {
    return current().number() == state.number();
  }

  /** Makes a picture the current one, unless it is the same already. */
  CanvasChange keep(CanvasHistory.State base, Pixels picture) {
    CanvasChange change = CanvasChange.between(base.picture(), picture);
    // Found before the lock is taken, which others wait for.
    Optional<CanvasPatch> back =
        change.box().map(box -> CanvasPatch.between(picture, base.picture(), box));
    synchronized (history) {
      if (!isAt(base)) {
        throw new IllegalStateException(
            "A result can be kept only while the canvas is in the state from which its run began,"
                + " but it has changed since. Undo what was done meanwhile, or run the request"
                + " again on the picture as it is now.");
      }
      back.ifPresent(patch -> history.add(picture, patch));
    }
    return change;
  }

  /** Returns the bytes that the steps take. */
  long historyBytes() {
    synchronized (history) {
      return history.bytes();
    }
  }
}
