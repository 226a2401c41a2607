package io.pentimento.sampling;

import java.util.Arrays;

/** Linear equations with two or three unknowns. */
final class SmallSystem {
  private SmallSystem() {}

  /** Solves {@code matrix × result = side} by Gauss's elimination with row exchange. */
  static double[] solve(double[][] matrix, double[] side) {
    int n = side.length;
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOf(matrix[i], n + 1);
      rows[i][n] = side[i];
    }
    for (int column = 0; column < n; column++) {
      bringLargestUp(rows, column);
      for (int i = 0; i < n; i++) {
        if (i != column) {
          subtract(rows[i], rows[column], rows[i][column] / rows[column][column]);
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = rows[i][n] / rows[i][i];
    }
    return solution;
  }

  private static void bringLargestUp(double[][] rows, int column) {
    int largest = column;
    for (int i = column + 1; i < rows.length; i++) {
      if (Math.abs(rows[i][column]) > Math.abs(rows[largest][column])) {
        largest = i;
      }
    }
    double[] row = rows[largest];
    rows[largest] = rows[column];
    rows[column] = row;
  }

  private static void subtract(double[] row, double[] other, double factor) {
    for (int j = 0; j < row.length; j++) {
      row[j] -= factor * other[j];
    }
  }
}
