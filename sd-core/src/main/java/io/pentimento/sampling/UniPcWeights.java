package io.pentimento.sampling;

import java.util.Arrays;

/**
 * The weights of one UniPC step: Zhao et al. 2023, section 3.1 (theorem 3.1) for B1 and B2, section
 * 3.3 for varying coefficients. An update takes, from the solution of order 1, the weighted sum of
 * the changes D_i from the newest estimate to the others; q is the paper's -h.
 */
final class UniPcWeights {
  private final UniPc.Variant variant;
  private final double q;
  private final double[] r;
  private final int order;

  /**
   * Prepares the weights.
   *
   * @param h how long the step is in ln(alpha / sigma)
   * @param earlier where the earlier estimates lie, in steps from the newest, below 0
   */
  UniPcWeights(UniPc.Variant variant, double h, double[] earlier) {
    this.variant = variant;
    this.q = -h;
    this.order = earlier.length + 1;
    this.r = Arrays.copyOf(earlier, order);
    r[order - 1] = 1;
  }

  /** Returns the weights of the earlier estimates' changes: UniP. */
  double[] predictor() {
    int count = order - 1;
    if (variant == UniPc.Variant.VARY_COEFF) {
      return perChange(SmallSystem.solve(transposed(count), phi(count)), 1);
    }
    double[] weights =
        count == 1 ? new double[] {0.5} : SmallSystem.solve(powers(count), rightSide(count));
    return perChange(weights, b());
  }

  /** Returns the weights of the earlier estimates' changes and, last, of the new one's: UniC. */
  double[] corrector() {
    if (variant == UniPc.Variant.VARY_COEFF) {
      return perChange(varyingCorrector(), 1);
    }
    double[] weights =
        order == 1 ? new double[] {0.5} : SmallSystem.solve(powers(order), rightSide(order));
    return perChange(weights, b());
  }

  /**
   * The new estimate enters by its column of the inverse alone, in the row that the paper's code
   * takes.
   */
  private double[] varyingCorrector() {
    double[] phi = phi(order);
    double last = phi[order - 1];
    phi[order - 1] = 0;
    double[] weights = SmallSystem.solve(transposed(order), phi);
    double[] row = new double[order];
    row[Math.max(order - 1, 1) - 1] = last;
    weights[order - 1] = SmallSystem.solve(transposed(order), row)[order - 1];
    return weights;
  }

  /** Row k holds r^k. */
  private double[][] powers(int count) {
    double[][] rows = new double[count][count];
    for (int k = 0; k < count; k++) {
      for (int j = 0; j < count; j++) {
        rows[k][j] = Math.pow(r[j], k);
      }
    }
    return rows;
  }

  /** The transposed C: row k holds r^k / (k + 1)!. */
  private double[][] transposed(int count) {
    double[][] rows = powers(count);
    double factorial = 1;
    for (int k = 0; k < count; k++) {
      factorial *= k + 1;
      for (int j = 0; j < count; j++) {
        rows[k][j] /= factorial;
      }
    }
    return rows;
  }

  /** Returns h phi_2, h phi_3 and so on, of -h. */
  private double[] phi(int count) {
    double[] phi = new double[count];
    double value = Math.expm1(q);
    double factorial = 1;
    for (int k = 0; k < count; k++) {
      factorial *= k + 1;
      value = value / q - 1 / factorial;
      phi[k] = value;
    }
    return phi;
  }

  /** Returns the paper's vector a: h phi_(k+1) k! / B. */
  private double[] rightSide(int count) {
    double[] side = phi(count);
    double factorial = 1;
    for (int k = 0; k < count; k++) {
      factorial *= k + 1;
      side[k] *= factorial / b();
    }
    return side;
  }

  private double b() {
    return variant == UniPc.Variant.BH1 ? q : Math.expm1(q);
  }

  private double[] perChange(double[] weights, double factor) {
    double[] result = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      result[i] = factor * weights[i] / r[i];
    }
    return result;
  }
}
