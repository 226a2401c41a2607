package io.pentimento.sampling;

/**
 * Box and Muller's transform of random words to normal values in blocks of 16, digit for digit as
 * torch computes it on x86-64 CPUs with AVX2, which is nearly all of them. The low 24 bits of a
 * word, over 2^24, are a uniform value; in a block the first 8 of them give radii, the last 8
 * angles.
 *
 * <p>Torch evaluates logarithm, sine and cosine there by the single-precision polynomials of
 * Moshier's Cephes library, with products and sums fused; the library's own names of the
 * coefficients are in brackets. Other machines' torch differs in the last digits. Fusing is in
 * hardware on every CPU this runs fast on, and {@link Math#fma} is then one instruction.
 *
 * <p>The work is cut into passes over short arrays. Those with the arithmetic have a form of which
 * the JVM makes vector instructions: no branch, the same index for all arrays, the coefficients
 * written out. What keeps JDK 17 from doing so, conversions between whole and floating numbers and
 * the order of a block, is in passes of its own. Not for use by several threads at once.
 */
final class BoxMuller {
  /** How many values a block has. */
  static final int BLOCK = 16;

  private static final int HALF = BLOCK / 2;

  /** How many uniform values there are, and its logarithm to base 2. */
  private static final int UNIT = 1 << 24;

  private static final int UNIT_BITS = 24;

  /** The bits of the root of one half, and how many of a float's bits are right of its exponent. */
  private static final int SQRT_HALF = 0x3F3504F3;

  private static final int FRACTION_BITS = 23;

  /** ln 2 in two parts, the second of few digits (Q1, Q2). */
  private static final float LN2_LOW = -2.12194440e-4f;

  private static final float LN2_HIGH = 0.693359375f;

  private static final float TWO_PI = (float) (2 * Math.PI);

  /** Sums with it have no digits after the point, so adding and subtracting it rounds. */
  private static final float ROUNDER = 0x1.8p23f;

  private final int[] bits;
  private final int[] wholeExponents;
  private final float[] exponents;
  private final float[] radii;
  private final float[] angles;
  private final float[] sines;

  /**
   * Makes room.
   *
   * @param blocks how many blocks are transformed at once, at most
   */
  BoxMuller(int blocks) {
    int pairs = blocks * HALF;
    bits = new int[pairs];
    wholeExponents = new int[pairs];
    exponents = new float[pairs];
    radii = new float[pairs];
    angles = new float[pairs];
    sines = new float[pairs];
  }

  /** Transforms the words of some blocks, and writes their values from a start on. */
  void transform(int[] words, int blocks, float[] values, int start) {
    int pairs = blocks * HALF;
    sort(words, bits, angles, pairs);
    scale(bits, wholeExponents, pairs);
    convert(bits, radii, wholeExponents, exponents, pairs);
    logarithms(exponents, radii, pairs);
    turn(angles, sines, pairs);
    join(radii, angles, sines, values, start, pairs);
  }

  /** Sorts words: the bits of 1 - u, in units of 2^-24, for radii, and u for angles. */
  private static void sort(int[] words, int[] bits, float[] angles, int pairs) {
    for (int block = 0; block < pairs; block += HALF) {
      for (int j = 0; j < HALF; j++) {
        int complement = UNIT - (words[2 * block + j] & (UNIT - 1));
        bits[block + j] = Float.floatToRawIntBits(complement);
        angles[block + j] = words[2 * block + HALF + j] & (UNIT - 1);
      }
    }
  }

  /** Divides numbers by powers of 2, so that they are from the root of 1/2 to the root of 2. */
  private static void scale(int[] bits, int[] exponents, int pairs) {
    for (int p = 0; p < pairs; p++) {
      int exponent = (bits[p] - SQRT_HALF) >> FRACTION_BITS;
      exponents[p] = exponent - UNIT_BITS;
      bits[p] -= exponent << FRACTION_BITS;
    }
  }

  private static void convert(
      int[] bits, float[] scaled, int[] wholeExponents, float[] exponents, int pairs) {
    for (int p = 0; p < pairs; p++) {
      scaled[p] = Float.intBitsToFloat(bits[p]);
    }
    for (int p = 0; p < pairs; p++) {
      exponents[p] = wholeExponents[p];
    }
  }

  /** Turns scaled numbers into radii, the roots of -2 times their logarithms (P0 to P8). */
  private static void logarithms(float[] exponents, float[] radii, int pairs) {
    for (int p = 0; p < pairs; p++) {
      float exponent = exponents[p];
      float m = radii[p] - 1;
      float z = m * m;
      float y = Math.fma(7.0376836292E-2f, m, -1.1514610310E-1f);
      y = Math.fma(y, m, 1.1676998740E-1f);
      y = Math.fma(y, m, -1.2420140846E-1f);
      y = Math.fma(y, m, 1.4249322787E-1f);
      y = Math.fma(y, m, -1.6668057665E-1f);
      y = Math.fma(y, m, 2.0000714765E-1f);
      y = Math.fma(y, m, -2.4999993993E-1f);
      y = Math.fma(y, m, 3.3333331174E-1f) * m;
      y = Math.fma(y, z, exponent * LN2_LOW);
      y = Math.fma(z, -0.5f, y);
      float log = Math.fma(exponent, LN2_HIGH, m + y);
      radii[p] = (float) Math.sqrt(-2 * log);
    }
  }

  /**
   * Turns shares of a circle, in units of 2^-24, into cosines, in place, and sines.
   *
   * <p>What is left of an angle after the next even number of octants (DP1 to DP3) has a cosine and
   * a sine near zero; with the quadrant counted from the middle, -2 to 2, they are multiplied by
   * factors of 1, 0, -1, 0, 1 and 0, -1, 0, 1, 0, one of which always is 0. Half a unit in the last
   * place more than -2 keeps shares of exactly half a quadrant from being rounded down.
   */
  private static void turn(float[] angles, float[] sines, int pairs) {
    for (int p = 0; p < pairs; p++) {
      float share = angles[p] * 0x1p-24f;
      float quadrant = (Math.fma(share, 4, -2 + 0x1p-23f) + ROUNDER) - ROUNDER;
      float octant = 2 * quadrant + 4;
      float rest = Math.fma(octant, -0.78515625f, TWO_PI * share);
      rest = Math.fma(octant, -2.4187564849853515625e-4f, rest);
      rest = Math.fma(octant, -3.77489497744594108e-8f, rest);
      float z = rest * rest;
      float cos = Math.fma(2.443315711809948E-5f, z, -1.388731625493765E-3f);
      cos = Math.fma(cos, z, 4.166664568298827E-2f) * z;
      cos = Math.fma(cos, z, -(z * 0.5f)) + 1;
      float sin = Math.fma(-1.9515295891E-4f, z, 8.3321608736E-3f);
      sin = Math.fma(sin, z, -1.6666654611E-1f) * z;
      sin = Math.fma(sin, rest, rest);
      float even = Math.abs(quadrant) - 1;
      float odd = quadrant - quadrant * even;
      angles[p] = even * cos + odd * sin;
      sines[p] = even * sin - odd * cos;
    }
  }

  private static void join(
      float[] radii, float[] cosines, float[] sines, float[] values, int start, int pairs) {
    for (int block = 0; block < pairs; block += HALF) {
      int to = start + 2 * block;
      for (int j = 0; j < HALF; j++) {
        values[to + j] = radii[block + j] * cosines[block + j];
        values[to + HALF + j] = radii[block + j] * sines[block + j];
      }
    }
  }
}
