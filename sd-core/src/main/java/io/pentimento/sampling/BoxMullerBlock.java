package io.pentimento.sampling;

/**
 * Box and Muller's transform of 16 uniform values to 16 normal ones, digit for digit as torch
 * computes it on x86-64 CPUs with AVX2, which is nearly all of them.
 *
 * <p>Torch evaluates logarithm, sine and cosine there by the single-precision polynomials of
 * Moshier's Cephes library, with products and sums fused; the library's own names of the
 * coefficients are in brackets. Other machines' torch differs in the last digits. Fusing is in
 * hardware on every CPU this runs fast on, and {@link Math#fma} is then one instruction.
 */
final class BoxMullerBlock {
  /** How many values a block has. */
  static final int SIZE = 16;

  private static final int HALF = SIZE / 2;
  private static final float TWO_PI = (float) (2 * Math.PI);

  /** Polynomial of the logarithm near 1 (P0 to P8). */
  private static final float[] LOG = {
    7.0376836292E-2f,
    -1.1514610310E-1f,
    1.1676998740E-1f,
    -1.2420140846E-1f,
    1.4249322787E-1f,
    -1.6668057665E-1f,
    2.0000714765E-1f,
    -2.4999993993E-1f,
    3.3333331174E-1f
  };

  private static final float SQRT_HALF = 0.70710678f;

  /** ln 2 in two parts, the second of few digits (Q1, Q2). */
  private static final float LN2_LOW = -2.12194440e-4f;

  private static final float LN2_HIGH = 0.693359375f;

  private static final float FOUR_OVER_PI = 1.27323954473516f;

  /** pi / 4 in three parts, negated (DP1 to DP3). */
  private static final float[] QUARTER_PI = {
    -0.78515625f, -2.4187564849853515625e-4f, -3.77489497744594108e-8f
  };

  private static final float[] COS = {
    2.443315711809948E-5f, -1.388731625493765E-3f, 4.166664568298827E-2f
  };
  private static final float[] SIN = {-1.9515295891E-4f, 8.3321608736E-3f, -1.6666654611E-1f};

  private BoxMullerBlock() {}

  /** Transforms 16 values in [0, 1) in place: the first half gives radii, the second angles. */
  static void transform(float[] values, int start) {
    for (int j = start; j < start + HALF; j++) {
      float radius = (float) Math.sqrt(-2 * log(1 - values[j]));
      float angle = TWO_PI * values[j + HALF];
      int octant = ((int) (angle * FOUR_OVER_PI) + 1) & ~1;
      float rest = angle;
      for (float part : QUARTER_PI) {
        rest = Math.fma((float) octant, part, rest);
      }
      boolean swapped = (octant & 2) != 0;
      float cos = swapped ? sinNearZero(rest) : cosNearZero(rest);
      float sin = swapped ? cosNearZero(rest) : sinNearZero(rest);
      values[j] = radius * (((octant - 2) & 4) == 0 ? -cos : cos);
      values[j + HALF] = radius * ((octant & 4) != 0 ? -sin : sin);
    }
  }

  /** Returns the logarithm of a number in (0, 1]. */
  private static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    float exponent = (bits >>> 23) - 126;
    float m = Float.intBitsToFloat((bits & 0x7FFFFF) | 0x3F000000);
    if (m < SQRT_HALF) {
      exponent -= 1;
      m = (m - 1) + m;
    } else {
      m = m - 1;
    }
    float z = m * m;
    float y = polynomial(LOG, m) * m;
    y = Math.fma(y, z, exponent * LN2_LOW);
    y = Math.fma(z, -0.5f, y);
    return Math.fma(exponent, LN2_HIGH, m + y);
  }

  private static float cosNearZero(float x) {
    float z = x * x;
    float y = polynomial(COS, z) * z;
    return Math.fma(y, z, -(z * 0.5f)) + 1;
  }

  private static float sinNearZero(float x) {
    float z = x * x;
    return Math.fma(polynomial(SIN, z) * z, x, x);
  }

  /** Evaluates a polynomial, highest power first. */
  private static float polynomial(float[] coefficients, float x) {
    float y = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      y = Math.fma(y, x, coefficients[i]);
    }
    return y;
  }
}
