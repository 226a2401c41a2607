package io.pentimento.inpaint;

import java.util.Arrays;

/**
 * Gives values the distribution of others: each is replaced by the value that has the same share of
 * the others below it, with straight lines between the others' distinct values.
 */
final class HistogramMatch {
  private final double[] values;
  private final double[] quantiles;

  /** Prepares for a distribution, of at least one value. */
  HistogramMatch(double[] reference) {
    double[] sorted = reference.clone();
    Arrays.sort(sorted);
    double[] distinct = new double[sorted.length];
    double[] shares = new double[sorted.length];
    int count = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i + 1 == sorted.length || sorted[i + 1] != sorted[i]) {
        distinct[count] = sorted[i];
        shares[count++] = (i + 1) / (double) sorted.length;
      }
    }
    values = Arrays.copyOf(distinct, count);
    quantiles = Arrays.copyOf(shares, count);
  }

  /** Returns what becomes of values. */
  double[] apply(double[] source) {
    double[] sorted = source.clone();
    Arrays.sort(sorted);
    double[] result = new double[source.length];
    for (int i = 0; i < source.length; i++) {
      result[i] = at(notAbove(sorted, source[i]) / (double) sorted.length);
    }
    return result;
  }

  /** Returns how many of the sorted values are not above a value that is one of them. */
  private static int notAbove(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private double at(double quantile) {
    int found = Arrays.binarySearch(quantiles, quantile);
    if (found >= 0) {
      return values[found];
    }
    int above = -found - 1;
    if (above == 0) {
      return values[0];
    }
    if (above == quantiles.length) {
      return values[above - 1];
    }
    double slope = (values[above] - values[above - 1]) / (quantiles[above] - quantiles[above - 1]);
    return slope * (quantile - quantiles[above - 1]) + values[above - 1];
  }
}
