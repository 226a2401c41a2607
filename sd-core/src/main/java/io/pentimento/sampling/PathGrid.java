package io.pentimento.sampling;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The grid on which the nodes of a {@link BrownianTree} end: numbers of six decimals. */
final class PathGrid {
  private static final int DECIMALS = 6;
  private static final double PER_UNIT = 1e6;

  /** Below it a number's millionths are a double without loss. */
  private static final double LARGE = 1e9;

  private PathGrid() {}

  /**
   * Rounds to six decimals as the decimal number itself is rounded, half to even. Multiplying by a
   * million is not exact, which matters where the product is just half way; what it lost tells to
   * which side the number lies. Dividing a whole number of millionths gives the double next to it.
   */
  static double rounded(double sigma) {
    if (!(Math.abs(sigma) < LARGE)) {
      return new BigDecimal(sigma).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    }
    double millionths = sigma * PER_UNIT;
    double whole = Math.rint(millionths);
    if (Math.abs(millionths - whole) == 0.5) {
      double lost = Math.fma(sigma, PER_UNIT, -millionths);
      if (lost != 0) {
        whole = lost < 0 ? Math.floor(millionths) : Math.ceil(millionths);
      }
    }
    // Zero is not negative.
    return whole / PER_UNIT + 0.0;
  }
}
