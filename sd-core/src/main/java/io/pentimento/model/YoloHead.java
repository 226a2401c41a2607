package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.Optional;

/**
 * The end of a YOLOv8: for each cell of three levels a box, the probability of each class, and the
 * weights of its mask if it segments.
 *
 * @param boxes for each side of a box a distribution of its distance (Li et al. 2020, "Generalized
 *     Focal Loss", section 3.2)
 */
record YoloHead(
    List<YoloBranch> boxes,
    List<YoloBranch> classes,
    Optional<List<YoloBranch>> masks,
    Optional<YoloPrototypes> prototypes) {
  private static final int[] STRIDES = {8, 16, 32};

  /** The distances that a side may have, in cells, from 0 on. */
  static final int BINS = 16;

  /**
   * Reads the head.
   *
   * @param levels the channels of the three levels, the finest first
   */
  static YoloHead read(YoloWeights weights, String name, List<Long> levels, boolean segments)
      throws ModelFormatException {
    return new YoloHead(
        YoloBranch.read(weights, name + ".cv2", levels),
        YoloBranch.read(weights, name + ".cv3", levels),
        segments ? Optional.of(YoloBranch.read(weights, name + ".cv4", levels)) : Optional.empty(),
        segments
            ? Optional.of(YoloPrototypes.read(weights, name + ".proto", levels.get(0)))
            : Optional.empty());
  }

  /**
   * Predicts.
   *
   * @param levels {@code [1, channels, h, w]}, of strides 8, 16 and 32
   */
  YoloPrediction predict(Scope scope, List<NDArray> levels) {
    int cells = levels.stream().mapToInt(level -> cells(level)).sum();
    int classCount = classes.get(0).width();
    int maskCount = masks.map(branches -> branches.get(0).width()).orElse(0);
    float[] values = new float[(YoloPrediction.BOX + classCount + maskCount) * cells];
    int at = 0;
    for (int i = 0; i < levels.size(); i++) {
      NDArray level = levels.get(i);
      int own = cells(level);
      int columns = Math.toIntExact(level.getShape().get(3));
      Rows rows = new Rows(values, cells, at, own);
      rows.boxes(boxes.get(i).values(scope, level), columns, STRIDES[i]);
      rows.probabilities(classes.get(i).values(scope, level), classCount);
      if (masks.isPresent()) {
        float[] weights = masks.get().get(i).values(scope, level);
        rows.copy(weights, YoloPrediction.BOX + classCount, maskCount);
      }
      at += own;
    }
    return new YoloPrediction(
        cells,
        classCount,
        values,
        prototypes.map(part -> prototypes(scope, part.apply(scope, levels.get(0)))));
  }

  private static int cells(NDArray level) {
    return Math.toIntExact(level.getShape().get(2) * level.getShape().get(3));
  }

  private static YoloPrediction.Prototypes prototypes(Scope scope, NDArray made) {
    return new YoloPrediction.Prototypes(
        Math.toIntExact(made.getShape().get(1)),
        Math.toIntExact(made.getShape().get(2)),
        Math.toIntExact(made.getShape().get(3)),
        Scope.floats(made, scope));
  }

  /**
   * Where one level's values go.
   *
   * @param all those of all levels
   * @param cells the cells of all levels
   * @param at the first cell of the level
   * @param own how many cells the level has
   */
  private record Rows(float[] all, int cells, int at, int own) {
    /** Turns distributions of the distances to left, top, right and bottom into boxes. */
    void boxes(float[] scores, int columns, int stride) {
      double[] sides = new double[4];
      for (int cell = 0; cell < own; cell++) {
        for (int side = 0; side < 4; side++) {
          sides[side] = expected(scores, side * BINS, cell);
        }
        int row = cell / columns;
        double x = cell - row * columns + 0.5;
        double y = row + 0.5;
        put(0, cell, (x + (sides[2] - sides[0]) / 2) * stride);
        put(1, cell, (y + (sides[3] - sides[1]) / 2) * stride);
        put(2, cell, (sides[0] + sides[2]) * stride);
        put(3, cell, (sides[1] + sides[3]) * stride);
      }
    }

    private double expected(float[] scores, int first, int cell) {
      double highest = Double.NEGATIVE_INFINITY;
      for (int bin = 0; bin < BINS; bin++) {
        highest = Math.max(highest, scores[(first + bin) * own + cell]);
      }
      double sum = 0;
      double weighted = 0;
      for (int bin = 0; bin < BINS; bin++) {
        double share = Math.exp(scores[(first + bin) * own + cell] - highest);
        sum += share;
        weighted += share * bin;
      }
      return weighted / sum;
    }

    void probabilities(float[] scores, int count) {
      for (int row = 0; row < count; row++) {
        for (int cell = 0; cell < own; cell++) {
          put(YoloPrediction.BOX + row, cell, 1 / (1 + Math.exp(-scores[row * own + cell])));
        }
      }
    }

    void copy(float[] values, int firstRow, int count) {
      for (int row = 0; row < count; row++) {
        System.arraycopy(values, row * own, all, (firstRow + row) * cells + at, own);
      }
    }

    private void put(int row, int cell, double value) {
      all[row * cells + at + cell] = (float) value;
    }
  }
}
