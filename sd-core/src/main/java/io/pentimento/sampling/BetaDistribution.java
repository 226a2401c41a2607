package io.pentimento.sampling;

/**
 * The beta distribution on [0, 1], whose density goes as {@code x^(alpha - 1) (1 - x)^(beta - 1)}.
 *
 * @param alpha the first exponent, above 0, at most 100
 * @param beta the second exponent, above 0, at most 100
 */
record BetaDistribution(double alpha, double beta) {
  /*
   * The incomplete beta function is a power times a continued fraction (Abramowitz and Stegun,
   * 26.5.8) that converges fast below x = (alpha + 1) / (alpha + beta + 2); above, the function of
   * 1 - x with the exponents exchanged is what is missing. At that point both sides converge, and
   * their sum is the complete function, so that no gamma function is needed. The fraction is
   * evaluated forwards, after Lentz.
   */
  private static final double LARGEST = 100;
  private static final double TINY = 1e-300;
  private static final int MOST_TERMS = 1000;

  /** Halvings after which an interval in [0, 1] is as narrow as doubles near 1 lie. */
  private static final int HALVINGS = 54;

  BetaDistribution {
    check("alpha", alpha);
    check("beta", beta);
  }

  private static void check(String name, double value) {
    if (!(value > 0 && value <= LARGEST)) {
      throw new IllegalArgumentException(
          "%s of the beta schedule must be in (0, 100], but got: %s.".formatted(name, value));
    }
  }

  /** Returns the value below which a share of the distribution lies, within 1e-15 of it. */
  double quantile(double probability) {
    if (probability <= 0 || probability >= 1) {
      return probability <= 0 ? 0 : 1;
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (probabilityBelow(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Returns the share of the distribution that lies below a value in (0, 1). */
  double probabilityBelow(double x) {
    double turn = turn();
    double complete = below(turn, alpha, beta) + below(1 - turn, beta, alpha);
    return x < turn ? below(x, alpha, beta) / complete : 1 - below(1 - x, beta, alpha) / complete;
  }

  private double turn() {
    return (alpha + 1) / (alpha + beta + 2);
  }

  /** Returns the incomplete beta function. */
  private static double below(double x, double a, double b) {
    return Math.exp(a * Math.log(x) + b * Math.log1p(-x)) / a * fraction(x, a, b);
  }

  private static double fraction(double x, double a, double b) {
    double c = 1;
    double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
    double value = d;
    double change = 0;
    for (int m = 1; m <= MOST_TERMS && Math.abs(change - 1) > Math.ulp(1.0); m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonZero(1 + even * d);
      c = nonZero(1 + even / c);
      value *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonZero(1 + odd * d);
      c = nonZero(1 + odd / c);
      change = d * c;
      value *= change;
    }
    return value;
  }

  private static double nonZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
