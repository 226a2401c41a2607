package io.pentimento.grid;

import io.pentimento.StepFinished;
import java.util.Objects;

/**
 * A denoising step of a cell is done.
 *
 * @param cell how many cells were done before this one
 * @param cells how many there are
 * @param fraction how much of all cells is done, in [0, 1]
 * @param step the step; its estimate is of this cell alone
 */
public record GridProgress(int cell, int cells, double fraction, StepFinished step) {
  /** Checks that nothing is null. */
  public GridProgress {
    Objects.requireNonNull(step, "step");
  }
}
