package io.pentimento.checkpoint;

/**
 * The values of all numbers of one byte and of all halves, as tables, and the rounding to small
 * floats.
 */
final class SmallFloats {
  /** The exponent bits of a half. */
  static final int HALF_EXPONENT = 0x7c00;

  /**
   * What turns the exponent of a half, moved to its place in a float, into that of the same float:
   * 127 - 15.
   */
  static final int HALF_REBIAS = (127 - 15) << 23;

  static final float[] HALVES = halves();
  static final float[] E4M3 = bytes(SmallFloats::e4m3);
  static final float[] E5M2 = bytes(bits -> HALVES[bits << 8]);
  static final float[] SIGNED = bytes(bits -> (byte) bits);
  static final float[] UNSIGNED = bytes(bits -> bits);
  static final float[] TRUTH = bytes(bits -> bits == 0 ? 0 : 1);

  private SmallFloats() {}

  private interface Decoding {
    float value(int bits);
  }

  private static float[] bytes(Decoding decoding) {
    float[] values = new float[256];
    for (int bits = 0; bits < values.length; bits++) {
      values[bits] = decoding.value(bits);
    }
    return values;
  }

  private static float[] halves() {
    float[] values = new float[1 << 16];
    for (int bits = 0; bits < values.length; bits++) {
      values[bits] = half(bits);
    }
    return values;
  }

  /**
   * IEEE 754 binary16: 5 bits of exponent with bias 15, 10 of fraction. The payload of a NaN is
   * kept.
   */
  private static float half(int bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(((bits & 0x8000) << 16) | 0x7f800000 | (fraction << 13));
    }
    return signed(bits >> 15, exponent, fraction, 10, 15);
  }

  /** FP8 E4M3 of the "FN" kind: bias 7, no infinities, NaN only where all seven bits are set. */
  private static float e4m3(int bits) {
    if ((bits & 0x7f) == 0x7f) {
      return Float.NaN;
    }
    return signed(bits >> 7, (bits >> 3) & 0xf, bits & 7, 3, 7);
  }

  private static float signed(int sign, int exponent, int fraction, int fractionBits, int bias) {
    float magnitude =
        exponent == 0
            ? Math.scalb((float) fraction, 1 - bias - fractionBits)
            : Math.scalb((float) (fraction | (1 << fractionBits)), exponent - bias - fractionBits);
    return sign == 0 ? magnitude : -magnitude;
  }

  /** Returns the half nearest to a float, ties to even. */
  static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520) { // half-way between the largest half and the next power of two
      return (short) (sign | 0x7c00);
    }
    // Below 2^-14 halves are 2^-24 apart; above, they are 2^-10 of the power of two below the
    // number.
    int exponent = Math.max(Math.getExponent(magnitude), -14);
    int steps = (int) Math.rint(Math.scalb((double) magnitude, 10 - exponent));
    return (short) (sign | (steps + ((exponent + 14) << 10)));
  }

  /** Returns the bfloat16 nearest to a float, ties to even. */
  static short toBrainFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
