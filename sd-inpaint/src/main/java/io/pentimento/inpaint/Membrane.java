package io.pentimento.inpaint;

import java.util.ArrayList;
import java.util.List;

/**
 * Interpolates values over the free cells of a map so that each is the mean of its neighbours: a
 * membrane clamped at the other cells (Laplace's equation with Dirichlet borders). At the edge of
 * the map there is nothing to hold on to, and a cell has three neighbours or two.
 *
 * <p>Full multigrid (Brandt 1977, "Multi-Level Adaptive Solutions to Boundary-Value Problems"): the
 * solution on a map of half the size is the first guess, and W-cycles of red-black Gauss-Seidel
 * smoothing correct it, each to about a fifth of the error. A coarse cell is free where all four
 * below it are. Time and memory are proportional to the map: two floats and one flag a cell, and a
 * third of that for all coarser maps. One membrane serves any number of maps of values, one after
 * the other.
 */
final class Membrane {
  private static final int CYCLES = 2;
  private static final int MOST_CYCLES = 8;

  /** Maps of up to so many cells get all cycles: in narrow ones a cycle does less. */
  private static final int SMALL_MAP = 1 << 12;

  private static final int SWEEPS = 2;

  /** A cycle that corrects no cell by more has left about a tenth of an 8-bit level. */
  private static final float ENOUGH = 0.3f;

  /** Sweeps over a coarsest map that is large: what is free there is a few cells wide. */
  private static final int THIN_SWEEPS = 24;

  /** Sweeps over a coarsest map of few cells, which solve it however they lie. */
  private static final int SMALL_SWEEPS = 200;

  private static final int FEW_CELLS = 8;

  private final List<MembraneGrid> grids = new ArrayList<>();
  private final boolean clamped;

  /**
   * Prepares the maps.
   *
   * @param free which cells are interpolated, row by row
   */
  Membrane(int width, int height, boolean[] free) {
    MembraneGrid grid = new MembraneGrid(width, height, free);
    this.clamped = grid.hasClamped();
    grids.add(grid);
    while (clamped && grid.size() > FEW_CELLS) {
      grid = grid.coarser();
      if (!grid.hasFree()) {
        break;
      }
      grids.add(grid);
    }
  }

  /** Tells whether there is a cell to hold on to. */
  boolean isClamped() {
    return clamped;
  }

  /**
   * Replaces the values of free cells.
   *
   * @param values the values, of which those of cells that are not free count
   */
  void interpolate(float[] values) {
    if (!clamped) {
      throw new IllegalStateException("A membrane must be clamped somewhere.");
    }
    grids.get(0).setValues(values);
    int last = grids.size() - 1;
    for (int i = 1; i <= last; i++) {
      grids.get(i).averageClamped(grids.get(i - 1));
    }
    solve(grids.get(last));
    for (int i = last - 1; i >= 0; i--) {
      grids.get(i).guessFrom(grids.get(i + 1));
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        correct(i);
      }
    }
    refine();
    grids.get(0).getValues(values);
  }

  /** Corrects the finest map until a cycle changes little. */
  private void refine() {
    boolean small = grids.get(0).size() <= SMALL_MAP;
    float largest = Float.MAX_VALUE;
    for (int cycle = CYCLES; cycle < MOST_CYCLES && (small || largest > ENOUGH); cycle++) {
      largest = correct(0);
    }
  }

  private static void solve(MembraneGrid coarsest) {
    coarsest.smooth(coarsest.size() <= FEW_CELLS ? SMALL_SWEEPS : THIN_SWEEPS);
  }

  /** One W-cycle; returns the largest correction that it takes from coarser maps. */
  private float correct(int level) {
    MembraneGrid grid = grids.get(level);
    if (level == grids.size() - 1) {
      solve(grid);
      return 0;
    }
    grid.smooth(SWEEPS);
    MembraneGrid coarse = grids.get(level + 1);
    coarse.takeResidual(grid);
    correct(level + 1);
    correct(level + 1);
    float largest = grid.addCorrection(coarse);
    grid.smooth(SWEEPS);
    return largest;
  }
}
