package io.pentimento;

import ai.djl.ndarray.NDArray;
import java.util.function.IntUnaryOperator;

/** Counts the steps of a pass, or of a chain's request, among those of all, for those who watch. */
final class PartMonitor implements Denoising.Monitor {
  private final Denoising.Monitor all;
  private final int before;
  private final IntUnaryOperator after;
  private int begun;

  /**
   * Watches a part.
   *
   * @param all hears of all parts
   * @param before how many steps earlier parts took
   * @param after finds from the steps of this part how many later ones will take, as far as is
   *     known
   */
  PartMonitor(Denoising.Monitor all, int before, IntUnaryOperator after) {
    this.all = all;
    this.before = before;
    this.after = after;
  }

  /** Returns how many steps this and earlier parts have begun. */
  int begun() {
    return before + begun;
  }

  @Override
  public void enter(String beforeWhat, String doing) {
    all.enter(beforeWhat, doing);
  }

  @Override
  public void leftOut(String tag) {
    all.leftOut(tag);
  }

  @Override
  public void notTakenOver(String what, String model) {
    all.notTakenOver(what, model);
  }

  @Override
  public void beforeStep(RunSteps.Progress progress) {
    begun = progress.index() + 1;
    all.beforeStep(amongAll(progress));
  }

  @Override
  public void afterStep(RunSteps.Progress progress, NDArray denoised) {
    all.afterStep(amongAll(progress), denoised);
  }

  private RunSteps.Progress amongAll(RunSteps.Progress own) {
    return new RunSteps.Progress(
        before + own.index(),
        before + own.count() + after.applyAsInt(own.count()),
        own.nextSigma());
  }
}
