package io.pentimento.inpaint;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Replaces each value of a map by the mean of a window of what lies around it: neighbours are
 * stacked by value, each as high as its weight, and a part of the stack's height is averaged. With
 * a part in the middle it is a soft median, with one at the top a soft maximum.
 *
 * @param radius how many neighbours each way count
 * @param weights their weights, {@code 2 * radius + 1} squared, row by row
 */
record WindowFilter(int radius, double[] weights) {
  /** A window is never lower than one weight of 1, so that it holds about one value at least. */
  private static final double LEAST_HEIGHT = 1;

  /** One neighbour in the stack. */
  private record Neighbour(double value, double weight) {}

  /**
   * Returns a filter with the weights of a Gaussian {@code exp(-r^2 / deviation^2)}, lowered so
   * that it would reach 0 one step beyond the radius.
   */
  static WindowFilter tapered(double deviation, int radius) {
    double variance = deviation * deviation;
    double end = Math.exp(-(radius + 1) * (radius + 1) / variance);
    int side = 2 * radius + 1;
    double[] weights = new double[side * side];
    for (int i = 0; i < weights.length; i++) {
      int x = i % side - radius;
      int y = i / side - radius;
      weights[i] = Math.max(0, (Math.exp(-(x * x + y * y) / variance) - end) / (1 - end));
    }
    return new WindowFilter(radius, weights);
  }

  /**
   * Filters a map.
   *
   * @param map {@code height} rows of {@code width} values
   * @param bottom where the window begins, as a fraction of the stack's height
   * @param top where it ends, as a fraction of the stack's height
   */
  double[] filter(double[] map, int width, double bottom, double top) {
    double[] result = new double[map.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = windowMean(stack(map, width, i % width, i / width), bottom, top);
    }
    return result;
  }

  private Neighbour[] stack(double[] map, int width, int x, int y) {
    int height = map.length / width;
    Neighbour[] stack = new Neighbour[weights.length];
    int count = 0;
    for (int row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
      for (int column = Math.max(0, x - radius);
          column <= Math.min(width - 1, x + radius);
          column++) {
        int weight = (row - y + radius) * (2 * radius + 1) + column - x + radius;
        stack[count] = new Neighbour(map[row * width + column], weights[weight]);
        count++;
      }
    }
    Arrays.sort(stack, 0, count, Comparator.comparingDouble(Neighbour::value));
    return Arrays.copyOf(stack, count);
  }

  private static double windowMean(Neighbour[] stack, double bottom, double top) {
    double height = 0;
    for (Neighbour neighbour : stack) {
      height += neighbour.weight();
    }
    double from = height * bottom;
    double to = height * top;
    if (to - from < LEAST_HEIGHT) {
      double middle = (from + to) / 2;
      from = Math.max(0, Math.min(middle + LEAST_HEIGHT / 2, height) - LEAST_HEIGHT);
      to = from + LEAST_HEIGHT;
    }
    double sum = 0;
    double weight = 0;
    double level = 0;
    for (Neighbour neighbour : stack) {
      double above = level + neighbour.weight();
      double inside = Math.max(0, Math.min(to, above) - Math.max(from, level));
      sum += neighbour.value() * inside;
      weight += inside;
      level = above;
    }
    return weight == 0 ? 0 : sum / weight;
  }
}
