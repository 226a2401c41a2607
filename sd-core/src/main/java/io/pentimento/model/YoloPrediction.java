package io.pentimento.model;

import java.util.Optional;

/**
 * What a YOLOv8 says of a picture, for each of its cells: those of the finest level first, each
 * level row by row.
 *
 * @param cells how many cells there are
 * @param classes how many classes there are
 * @param values {@code [4 + classes + masks, cells]}: centre x, centre y, width and height of a box
 *     in pixels; the probability of each class; then the weight of each prototype
 * @param prototypes of what masks are made, for a network that segments
 */
public record YoloPrediction(
    int cells, int classes, float[] values, Optional<Prototypes> prototypes) {
  /** How many rows tell the box. */
  public static final int BOX = 4;

  /**
   * Pictures at a quarter of the size, of which masks are weighted sums: positive inside.
   *
   * @param count how many there are
   * @param height in rows
   * @param width in columns
   * @param values {@code [count, height, width]}
   */
  public record Prototypes(int count, int height, int width, float[] values) {}

  /** Returns one value of a cell. */
  public float value(int row, int cell) {
    return values[row * cells + cell];
  }
}
