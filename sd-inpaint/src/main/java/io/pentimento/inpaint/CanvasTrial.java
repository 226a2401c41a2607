package io.pentimento.inpaint;

import io.pentimento.Generation;
import io.pentimento.image.Pixels;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * What a run made of a {@link Canvas}'s picture, to be looked at and kept, or dropped: a trial that
 * is not kept changes nothing, and is gone when the program forgets it.
 */
public final class CanvasTrial {
  private final Canvas canvas;
  private final CanvasHistory.State base;
  private final Generation generation;

  CanvasTrial(Canvas canvas, CanvasHistory.State base, Generation generation) {
    this.canvas = canvas;
    this.base = base;
    this.generation = generation;
  }

  /** Returns the run's result, with its seeds and settings. */
  public Generation generation() {
    return generation;
  }

  /** Returns the pictures to choose from, one or as many as the request's batch. */
  public List<BufferedImage> pictures() {
    return generation.images();
  }

  /** Returns what keeping the first picture changes. */
  public CanvasChange change() {
    return change(0);
  }

  /**
   * Returns what keeping a picture changes.
   *
   * @param index its place in {@link #pictures}
   */
  public CanvasChange change(int index) {
    return CanvasChange.between(base.picture(), pixels(index));
  }

  /** Tells whether the canvas is in the state from which the run began, so that keeping works. */
  public boolean canKeep() {
    return canvas.isAt(base);
  }

  /** Makes the first picture the canvas's, as {@link #keep(int)} does. */
  public CanvasChange keep() {
    return keep(0);
  }

  /**
   * Makes a picture the canvas's. One that is the same, pixel by pixel, is no step.
   *
   * @param index its place in {@link #pictures}
   * @return what changed
   * @throws IllegalStateException if the canvas has changed since the run began, and is not back
   */
  public CanvasChange keep(int index) {
    return canvas.keep(base, pixels(index));
  }

  private Pixels pixels(int index) {
    return Pixels.of(generation.images().get(index));
  }
}
