package io.pentimento.sampling;

/**
 * Torch's CPU noise as its rules are written down, one value after the other: what the fast passes
 * of {@link TorchCpuNoise} must agree with in every bit. Without short draws, which are not fast.
 */
final class PlainTorchNoise implements NoiseSource.Generator {
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
  private static final float[] COS = {
    2.443315711809948E-5f, -1.388731625493765E-3f, 4.166664568298827E-2f
  };
  private static final float[] SIN = {-1.9515295891E-4f, 8.3321608736E-3f, -1.6666654611E-1f};
  private static final float[] QUARTER_PI = {
    -0.78515625f, -2.4187564849853515625e-4f, -3.77489497744594108e-8f
  };

  private final int[] state = new int[624];
  private int index;

  PlainTorchNoise(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < state.length; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** Returns the next word; each word of the state is twisted just before it is used. */
  int word() {
    int next = (index + 1) % 624;
    int y = (state[index] & 0x80000000) | (state[next] & 0x7FFFFFFF);
    int word = state[(index + 397) % 624] ^ (y >>> 1) ^ (y % 2 == 0 ? 0 : 0x9908B0DF);
    state[index] = word;
    index = next;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9D2C5680;
    word ^= (word << 15) & 0xEFC60000;
    return word ^ (word >>> 18);
  }

  @Override
  public float[] normal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = uniform(word());
    }
    for (int start = 0; start <= count - 16; start += 16) {
      transform(values, start);
    }
    if (count % 16 != 0) {
      for (int i = count - 16; i < count; i++) {
        values[i] = uniform(word());
      }
      transform(values, count - 16);
    }
    return values;
  }

  private static float uniform(int word) {
    return (word & 0xFFFFFF) * 0x1p-24f;
  }

  private static void transform(float[] values, int start) {
    for (int j = start; j < start + 8; j++) {
      float u = values[j];
      float v = values[j + 8];
      values[j] = radius(u) * cos(v);
      values[j + 8] = radius(u) * sin(v);
    }
  }

  /** The root of -2 times the logarithm of 1 - u. */
  static float radius(float u) {
    return (float) Math.sqrt(-2 * log(1 - u));
  }

  private static float log(float x) {
    int exponent = Math.getExponent(x) + 1;
    float m = Math.scalb(x, -exponent);
    if (m < 0.70710678f) {
      exponent -= 1;
      m = m + m;
    }
    m -= 1;
    float z = m * m;
    float y = Math.fma(polynomial(LOG, m) * m, z, exponent * -2.12194440e-4f);
    return Math.fma((float) exponent, 0.693359375f, m + Math.fma(z, -0.5f, y));
  }

  /** The cosine of a share of a circle. */
  static float cos(float share) {
    int quadrant = quadrant(share);
    float near = quadrant % 2 == 0 ? cosNearZero(rest(share)) : sinNearZero(rest(share));
    return quadrant == 1 || quadrant == 2 ? -near : near;
  }

  /** The sine of a share of a circle. */
  static float sin(float share) {
    int quadrant = quadrant(share);
    float near = quadrant % 2 == 0 ? sinNearZero(rest(share)) : cosNearZero(rest(share));
    return quadrant == 2 || quadrant == 3 ? -near : near;
  }

  private static float angle(float share) {
    return (float) (2 * Math.PI) * share;
  }

  /** The quadrant, 0 to 4, on whose start an angle is centred. */
  private static int quadrant(float share) {
    return ((int) (angle(share) * 1.27323954473516f) + 1) / 2;
  }

  private static float rest(float share) {
    float rest = angle(share);
    for (float part : QUARTER_PI) {
      rest = Math.fma(2f * quadrant(share), part, rest);
    }
    return rest;
  }

  private static float cosNearZero(float x) {
    float z = x * x;
    return Math.fma(polynomial(COS, z) * z, z, -(z * 0.5f)) + 1;
  }

  private static float sinNearZero(float x) {
    float z = x * x;
    return Math.fma(polynomial(SIN, z) * z, x, x);
  }

  private static float polynomial(float[] coefficients, float x) {
    float y = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      y = Math.fma(y, x, coefficients[i]);
    }
    return y;
  }
}
