package io.pentimento.inpaint;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * One of a membrane's maps: cells of one size, each free or clamped.
 *
 * <p>A free cell u with n neighbours solves n u - (sum of neighbours) = load. On the finest map the
 * load is 0; on a coarser one it is what the finer one has not solved, and u is the correction to
 * it, which is 0 at clamped cells.
 */
final class MembraneGrid {
  /** From how many cells on threads are worth starting. */
  private static final int MANY_CELLS = 1 << 15;

  private final int width;
  private final int height;
  private final boolean[] free;
  private final float[] u;
  private final float[] load;

  MembraneGrid(int width, int height, boolean[] free) {
    this.width = width;
    this.height = height;
    this.free = free;
    this.u = new float[free.length];
    this.load = new float[free.length];
  }

  int size() {
    return free.length;
  }

  boolean hasFree() {
    return has(true);
  }

  boolean hasClamped() {
    return has(false);
  }

  private boolean has(boolean wanted) {
    for (boolean one : free) {
      if (one == wanted) {
        return true;
      }
    }
    return false;
  }

  /** Makes a map of cells of twice the size; one is free where all that it covers are. */
  MembraneGrid coarser() {
    int columns = (width + 1) / 2;
    int rows = (height + 1) / 2;
    boolean[] coarse = new boolean[columns * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int right = Math.min(2 * x + 1, width - 1);
        int below = Math.min(2 * y + 1, height - 1);
        coarse[y * columns + x] =
            free[2 * y * width + 2 * x]
                && free[2 * y * width + right]
                && free[below * width + 2 * x]
                && free[below * width + right];
      }
    }
    return new MembraneGrid(columns, rows, coarse);
  }

  /** Sets the values of clamped cells, and no load. */
  void setValues(float[] values) {
    rows(
        y -> {
          for (int i = y * width; i < (y + 1) * width; i++) {
            u[i] = free[i] ? 0 : values[i];
            load[i] = 0;
          }
        });
  }

  void getValues(float[] values) {
    System.arraycopy(u, 0, values, 0, u.length);
  }

  /** Sets clamped cells to the mean of the clamped ones they cover, and no load. */
  void averageClamped(MembraneGrid fine) {
    rows(
        y -> {
          for (int x = 0; x < width; x++) {
            int i = y * width + x;
            load[i] = 0;
            u[i] = free[i] ? 0 : fine.meanOfClamped(2 * x, 2 * y);
          }
        });
  }

  private float meanOfClamped(int left, int top) {
    float sum = 0;
    int count = 0;
    for (int y = top; y < Math.min(top + 2, height); y++) {
      for (int x = left; x < Math.min(left + 2, width); x++) {
        if (!free[y * width + x]) {
          sum += u[y * width + x];
          count++;
        }
      }
    }
    return sum / count;
  }

  /** Gauss-Seidel sweeps, each over the cells of one colour of a chessboard and then the other. */
  void smooth(int sweeps) {
    for (int i = 0; i < 2 * sweeps; i++) {
      int colour = i & 1;
      rows(y -> smoothRow(y, colour));
    }
  }

  private void smoothRow(int y, int colour) {
    int first = (y + colour) & 1;
    int row = y * width;
    if (y == 0 || y == height - 1) {
      for (int x = first; x < width; x += 2) {
        smoothAtEdge(x, y);
      }
      return;
    }
    for (int x = first; x < width; x += 2) {
      int i = row + x;
      if (!free[i]) {
        continue;
      }
      if (x == 0 || x == width - 1) {
        smoothAtEdge(x, y);
      } else {
        u[i] = 0.25f * (u[i - 1] + u[i + 1] + u[i - width] + u[i + width] + load[i]);
      }
    }
  }

  private void smoothAtEdge(int x, int y) {
    int i = y * width + x;
    int count = neighbours(x, y);
    if (free[i] && count > 0) {
      u[i] = (sum(x, y) + load[i]) / count;
    }
  }

  private int neighbours(int x, int y) {
    return (x > 0 ? 1 : 0) + (x < width - 1 ? 1 : 0) + (y > 0 ? 1 : 0) + (y < height - 1 ? 1 : 0);
  }

  private float sum(int x, int y) {
    int i = y * width + x;
    return (x > 0 ? u[i - 1] : 0)
        + (x < width - 1 ? u[i + 1] : 0)
        + (y > 0 ? u[i - width] : 0)
        + (y < height - 1 ? u[i + width] : 0);
  }

  /** Returns how far a cell is from being solved. */
  private float residual(int x, int y) {
    int i = y * width + x;
    if (!free[i]) {
      return 0;
    }
    if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
      return load[i] + sum(x, y) - neighbours(x, y) * u[i];
    }
    return load[i] + u[i - 1] + u[i + 1] + u[i - width] + u[i + width] - 4 * u[i];
  }

  /**
   * Makes what a finer map has not solved the load of this one. The stencil of four times the area
   * takes four times the mean, which is the sum.
   */
  void takeResidual(MembraneGrid fine) {
    rows(
        y -> {
          for (int x = 0; x < width; x++) {
            int i = y * width + x;
            u[i] = 0;
            load[i] = free[i] ? fine.sumOfResiduals(2 * x, 2 * y) : 0;
          }
        });
  }

  private float sumOfResiduals(int left, int top) {
    float sum = 0;
    for (int y = top; y < Math.min(top + 2, height); y++) {
      for (int x = left; x < Math.min(left + 2, width); x++) {
        sum += residual(x, y);
      }
    }
    return sum;
  }

  /** Takes a coarser map's values for those of free cells. */
  void guessFrom(MembraneGrid coarse) {
    rows(
        y -> {
          for (int x = 0; x < width; x++) {
            if (free[y * width + x]) {
              u[y * width + x] = coarse.between(x, y);
            }
          }
        });
  }

  /** Adds a coarser map's values to those of free cells; returns the largest magnitude. */
  float addCorrection(MembraneGrid coarse) {
    return (float)
        rows()
            .mapToDouble(
                y -> {
                  float largest = 0;
                  for (int x = 0; x < width; x++) {
                    if (free[y * width + x]) {
                      float correction = coarse.between(x, y);
                      u[y * width + x] += correction;
                      largest = Math.max(largest, Math.abs(correction));
                    }
                  }
                  return largest;
                })
            .max()
            .orElse(0);
  }

  /**
   * Returns the value in the middle of a finer map's cell, on lines between the middles of these:
   * the nearer ones count three times the others.
   */
  private float between(int x, int y) {
    int column = x / 2;
    int beside = Math.min(Math.max(column - 1 + 2 * (x & 1), 0), width - 1);
    int near = y / 2 * width;
    int far = Math.min(Math.max(y / 2 - 1 + 2 * (y & 1), 0), height - 1) * width;
    float nearer = 0.75f * u[near + column] + 0.25f * u[near + beside];
    float farther = 0.75f * u[far + column] + 0.25f * u[far + beside];
    return 0.75f * nearer + 0.25f * farther;
  }

  private void rows(IntConsumer work) {
    rows().forEach(work);
  }

  private IntStream rows() {
    IntStream all = IntStream.range(0, height);
    return free.length >= MANY_CELLS ? all.parallel() : all;
  }
}
