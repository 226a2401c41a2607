package io.pentimento.sampling;

import org.jspecify.annotations.Nullable;

/**
 * {@code torch.randn} of float32 on a CPU: Box and Muller's transform of Mersenne Twister words, in
 * blocks of 16 from 16 values on, see {@link BoxMullerBlock}, and one by one in double below.
 */
final class TorchCpuNoise implements NoiseSource.Generator {
  private static final int BLOCK = BoxMullerBlock.SIZE;

  private final MersenneTwister words;
  private @Nullable Double cached;

  TorchCpuNoise(long seed) {
    words = new MersenneTwister((int) seed);
  }

  @Override
  public float[] normal(int count) {
    float[] values = new float[count];
    if (count < BLOCK) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) single();
      }
      return values;
    }
    uniform(values, 0, count);
    for (int start = 0; start + BLOCK <= count; start += BLOCK) {
      BoxMullerBlock.transform(values, start);
    }
    if (count % BLOCK != 0) {
      // The last 16 values are drawn anew, over finished ones.
      uniform(values, count - BLOCK, count);
      BoxMullerBlock.transform(values, count - BLOCK);
    }
    return values;
  }

  private void uniform(float[] values, int start, int end) {
    for (int i = start; i < end; i++) {
      values[i] = (words.next() & 0xFFFFFF) * 0x1p-24f;
    }
  }

  /** A value of a short draw. They come in pairs, and the second waits for the next short draw. */
  private double single() {
    if (cached != null) {
      double value = cached;
      cached = null;
      return value;
    }
    double a = uniform53();
    double b = uniform53();
    double radius = Math.sqrt(-2 * Math.log1p(-b));
    double theta = 2 * Math.PI * a;
    cached = radius * Math.sin(theta);
    return radius * Math.cos(theta);
  }

  private double uniform53() {
    long high = Integer.toUnsignedLong(words.next());
    long low = Integer.toUnsignedLong(words.next());
    return ((high << 32 | low) & ((1L << 53) - 1)) * 0x1p-53;
  }
}
