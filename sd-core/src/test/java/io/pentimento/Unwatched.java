package io.pentimento;

import ai.djl.ndarray.NDArray;

/** Hears of nothing and stops nothing. */
final class Unwatched implements Denoising.Monitor {
  @Override
  public void enter(String before, String doing) {}

  @Override
  public void beforeStep(RunSteps.Progress progress) {}

  @Override
  public void afterStep(RunSteps.Progress progress, NDArray denoised) {}
}
