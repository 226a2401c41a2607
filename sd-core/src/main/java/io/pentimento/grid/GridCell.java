package io.pentimento.grid;

import io.pentimento.Generation;
import java.util.Objects;

/**
 * One cell of a grid.
 *
 * @param x which value of the X axis, from 0
 * @param y which value of the Y axis, from 0
 * @param z which value of the Z axis, from 0
 * @param generation what the run made; the grid shows its first picture
 */
public record GridCell(int x, int y, int z, Generation generation) {
  /** Checks that nothing is null. */
  public GridCell {
    Objects.requireNonNull(generation, "generation");
  }
}
