package io.pentimento.inpaint;

import io.pentimento.image.Pixels;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The states of a picture: the current one whole, the others as what has to be put into their
 * neighbour. A step is stored once, for one direction, and turned round when it is undone. Not safe
 * for use by many threads.
 */
final class CanvasHistory {
  private final CanvasLimits limits;
  private final Deque<Step> done = new ArrayDeque<>();
  private final Deque<Step> undone = new ArrayDeque<>();
  private State current;
  private long newest;
  private long bytes;

  /**
   * A picture and which of all states it is of.
   *
   * @param number the same for the same state, also after it was left and came back
   */
  record State(Pixels picture, long number) {}

  /** A way to a neighbour state. */
  private record Step(CanvasPatch patch, long number) {}

  CanvasHistory(Pixels first, CanvasLimits limits) {
    this.current = new State(first, 0);
    this.limits = limits;
  }

  State current() {
    return current;
  }

  /** Returns what the steps take. */
  long bytes() {
    return bytes;
  }

  boolean canUndo() {
    return !done.isEmpty();
  }

  boolean canRedo() {
    return !undone.isEmpty();
  }

  /**
   * Makes a picture the current one; what was undone is forgotten.
   *
   * @param back what leads from it to the current one
   */
  void add(Pixels picture, CanvasPatch back) {
    undone.forEach(step -> bytes -= step.patch.bytes());
    undone.clear();
    push(done, new Step(back, current.number));
    current = new State(picture, ++newest);
    if (done.size() > limits.steps()) {
      dropLast(done);
    }
    dropWhatIsTooMuch();
  }

  void undo() {
    move(done, undone);
  }

  void redo() {
    move(undone, done);
  }

  private void move(Deque<Step> from, Deque<Step> to) {
    Step step = from.pop();
    bytes -= step.patch.bytes();
    push(to, new Step(step.patch.back(current.picture), current.number));
    current = new State(step.patch.appliedTo(current.picture), step.number);
    // The way to a larger picture takes more than the way from it.
    dropWhatIsTooMuch();
  }

  private void push(Deque<Step> steps, Step step) {
    steps.push(step);
    bytes += step.patch.bytes();
  }

  private void dropWhatIsTooMuch() {
    while (bytes > limits.bytes()) {
      dropLast(done.isEmpty() ? undone : done);
    }
  }

  private void dropLast(Deque<Step> steps) {
    bytes -= steps.removeLast().patch.bytes();
  }
}
