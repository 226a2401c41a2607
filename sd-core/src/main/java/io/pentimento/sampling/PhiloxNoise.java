package io.pentimento.sampling;

/**
 * {@code torch.randn} of float32 on an NVIDIA GPU: Salmon et al. 2011, "Parallel Random Numbers: As
 * Easy as 1, 2, 3", Philox4x32-10, and Box and Muller's transform. Element i of draw k is a
 * function of (seed, k, i) alone.
 */
final class PhiloxNoise implements NoiseSource.Generator {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final float UNIT = 2.3283064e-10f;
  private static final float TURN = UNIT * 6.2831855f;

  private final long seed;
  private int draw;

  PhiloxNoise(long seed) {
    this.seed = seed;
  }

  @Override
  public float[] normal(int count) {
    float[] values = new float[count];
    fill(values);
    return values;
  }

  @Override
  public void fill(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = element(i);
    }
    draw++;
  }

  private float element(int i) {
    int c0 = draw;
    int c1 = 0;
    int c2 = i;
    int c3 = 0;
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = Integer.toUnsignedLong(c0) * MULTIPLIER_0;
      long p1 = Integer.toUnsignedLong(c2) * MULTIPLIER_1;
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    float u = Integer.toUnsignedLong(c0) * UNIT + UNIT / 2;
    float v = Integer.toUnsignedLong(c1) * TURN + TURN / 2;
    float radius = (float) Math.sqrt(-2 * (float) Math.log(u));
    return radius * (float) Math.sin(v);
  }
}
