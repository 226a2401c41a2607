package io.pentimento.inpaint;

/**
 * The stream of numbers that {@code numpy.random.default_rng(0)} gives: PCG64, a 128-bit linear
 * congruential generator whose output is the XOR of its halves, rotated (O'Neill, "PCG: A Family of
 * Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation", XSL-RR).
 */
final class Pcg64 {
  private static final long MULTIPLIER_HIGH = 0x2360ED051FC65DA4L;
  private static final long MULTIPLIER_LOW = 0x4385DF649FCCF645L;
  private static final double ULP = 0x1.0p-53;

  private final long incrementHigh;
  private final long incrementLow;
  private long high;
  private long low;

  private Pcg64(long high, long low, long incrementHigh, long incrementLow) {
    this.high = high;
    this.low = low;
    this.incrementHigh = incrementHigh;
    this.incrementLow = incrementLow;
  }

  /** Starts the stream of seed 0, whose state and increment numpy derives by hashing the seed. */
  static Pcg64 ofSeedZero() {
    return new Pcg64(
        0x1AA1B5345996452DL, 0x09585EB7A69561E3L, 0x418DDADB3AF71A82L, 0x588133BC447873A9L);
  }

  /** Returns the next number in [0, 1), a multiple of 2^-53. */
  double nextDouble() {
    advance();
    return (Long.rotateRight(high ^ low, (int) (high >>> 58)) >>> 11) * ULP;
  }

  /** state = state * multiplier + increment, modulo 2^128. */
  private void advance() {
    long productLow = low * MULTIPLIER_LOW;
    long productHigh =
        unsignedMultiplyHigh(low, MULTIPLIER_LOW) + high * MULTIPLIER_LOW + low * MULTIPLIER_HIGH;
    low = productLow + incrementLow;
    int carry = Long.compareUnsigned(low, productLow) < 0 ? 1 : 0;
    high = productHigh + incrementHigh + carry;
  }

  private static long unsignedMultiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }
}
