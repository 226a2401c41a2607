package io.pentimento.sampling;

import java.util.function.DoubleUnaryOperator;

/**
 * How PyTorch resizes a line of values: {@code interpolate} without aligned corners. Places are
 * computed in float32 as it does (the cubic ones with product and sum fused): in a latent of a
 * hundred cells the last digit of a place shows in the fifth of a value.
 */
enum LineFilter {
  NEAREST {
    @Override
    Taps taps(int from, int to) {
      return new Taps(cells(from, to, 0), ones(to));
    }
  },
  NEAREST_EXACT {
    @Override
    Taps taps(int from, int to) {
      return new Taps(cells(from, to, 0.5f), ones(to));
    }
  },
  LINEAR {
    @Override
    Taps taps(int from, int to) {
      Taps taps = Taps.of(to, 2);
      for (int i = 0; i < to; i++) {
        float place = Math.max((float) from / to * (i + 0.5f) - 0.5f, 0);
        int low = Math.min((int) place, from - 1);
        float high = place - low;
        taps.set(i, 0, low, 1 - high);
        taps.set(i, 1, Math.min(low + 1, from - 1), high);
      }
      return taps;
    }
  },
  CUBIC {
    @Override
    Taps taps(int from, int to) {
      Taps taps = Taps.of(to, 4);
      for (int i = 0; i < to; i++) {
        float place = Math.fma((float) from / to, i + 0.5f, -0.5f);
        int low = (int) Math.floor(place);
        for (int k = 0; k < 4; k++) {
          int cell = low - 1 + k;
          double weight = cubic(cell - place, -0.75);
          taps.set(i, k, Math.min(Math.max(cell, 0), from - 1), (float) weight);
        }
      }
      return taps;
    }
  },
  LINEAR_ANTIALIASED {
    @Override
    Taps taps(int from, int to) {
      return widened(from, to, 1, distance -> Math.max(1 - Math.abs(distance), 0));
    }
  },
  CUBIC_ANTIALIASED {
    @Override
    Taps taps(int from, int to) {
      return widened(from, to, 2, distance -> cubic(distance, -0.5));
    }
  };

  /**
   * Which values each value of a resized line is the weighted sum of.
   *
   * @param cells for each value the indices of those it is made of
   * @param weights for each value their weights
   */
  record Taps(int[][] cells, float[][] weights) {
    static Taps of(int values, int each) {
      return new Taps(new int[values][each], new float[values][each]);
    }

    void set(int value, int tap, int cell, float weight) {
      cells[value][tap] = cell;
      weights[value][tap] = weight;
    }

    /**
     * Returns a value of the resized line.
     *
     * @param start where the line starts in {@code from}
     * @param stride how far its values lie from each other
     */
    float weigh(float[] from, int start, int stride, int value) {
      float sum = 0;
      for (int k = 0; k < cells[value].length; k++) {
        sum += from[start + cells[value][k] * stride] * weights[value][k];
      }
      return sum;
    }
  }

  /** Prepares the resize of a line of {@code from} values to {@code to}. */
  abstract Taps taps(int from, int to);

  private static int[][] cells(int from, int to, float middle) {
    int[][] cells = new int[to][1];
    for (int i = 0; i < to; i++) {
      cells[i][0] = Math.min((int) ((i + middle) * ((float) from / to)), from - 1);
    }
    return cells;
  }

  private static float[][] ones(int count) {
    float[][] ones = new float[count][];
    for (int i = 0; i < count; i++) {
      ones[i] = new float[] {1};
    }
    return ones;
  }

  /** The cubic convolution of Keys 1981, by the slope that it has at distance 1. */
  private static double cubic(double distance, double slope) {
    double t = Math.abs(distance);
    if (t < 1) {
      return ((slope + 2) * t - (slope + 3)) * t * t + 1;
    }
    return t < 2 ? ((slope * t - 5 * slope) * t + 8 * slope) * t - 4 * slope : 0;
  }

  /**
   * Weighs all cells under a filter, which is widened where the line shrinks.
   *
   * @param reach the distance from which on the weight is 0
   * @param weight the weight of a cell by its distance
   */
  private static Taps widened(int from, int to, float reach, DoubleUnaryOperator weight) {
    float scale = (float) from / to;
    float stretch = Math.max(scale, 1);
    float support = reach * stretch;
    Taps taps = new Taps(new int[to][], new float[to][]);
    for (int i = 0; i < to; i++) {
      float middle = scale * (i + 0.5f);
      int low = Math.max((int) (middle - support + 0.5f), 0);
      int high = Math.min((int) (middle + support + 0.5f), from);
      int[] cells = new int[high - low];
      float[] weights = new float[high - low];
      float sum = 0;
      for (int k = 0; k < cells.length; k++) {
        cells[k] = low + k;
        weights[k] = (float) weight.applyAsDouble((low + k - middle + 0.5f) / stretch);
        sum += weights[k];
      }
      for (int k = 0; k < weights.length; k++) {
        weights[k] /= sum;
      }
      taps.cells()[i] = cells;
      taps.weights()[i] = weights;
    }
    return taps;
  }
}
