package io.pentimento;

import ai.djl.ndarray.NDArray;

/** Counts the steps of a pass among those of all passes, for those who watch. */
final class PassMonitor implements Denoising.Monitor {
  private final Denoising.Monitor all;
  private final int before;
  private final int after;
  private int begun;

  /**
   * Watches a pass.
   *
   * @param all hears of all passes
   * @param before how many steps earlier passes took
   * @param after how many steps later passes will take, as far as is known
   */
  PassMonitor(Denoising.Monitor all, int before, int after) {
    this.all = all;
    this.before = before;
    this.after = after;
  }

  /** Returns how many steps this and earlier passes have begun. */
  int begun() {
    return before + begun;
  }

  @Override
  public void enter(String beforeWhat, String doing) {
    all.enter(beforeWhat, doing);
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
        before + own.index(), before + own.count() + after, own.nextSigma());
  }
}
