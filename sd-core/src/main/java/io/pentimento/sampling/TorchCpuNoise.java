package io.pentimento.sampling;

import org.jspecify.annotations.Nullable;

/**
 * {@code torch.randn} of float32 on a CPU: Box and Muller's transform of Mersenne Twister words, in
 * blocks of 16 from 16 values on, see {@link BoxMuller}, and one by one in double below.
 */
final class TorchCpuNoise implements NoiseSource.Generator {
  private static final int BLOCK = BoxMuller.BLOCK;

  /** How many blocks are transformed at once: as many as the twister has words at once. */
  private static final int BLOCKS = MersenneTwister.N / BLOCK;

  private final MersenneTwister words;
  private @Nullable Double cached;

  TorchCpuNoise(long seed) {
    words = new MersenneTwister((int) seed);
  }

  @Override
  public float[] normal(int count) {
    float[] values = new float[count];
    fill(values);
    return values;
  }

  @Override
  public void fill(float[] values) {
    if (values.length < BLOCK) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) single();
      }
    } else {
      fillBlocks(values);
    }
  }

  private void fillBlocks(float[] values) {
    int blocks = values.length / BLOCK;
    int rest = values.length % BLOCK;
    BoxMuller boxMuller = new BoxMuller(Math.min(BLOCKS, blocks));
    int[] some = new int[Math.min(BLOCKS, blocks) * BLOCK];
    for (int block = 0; block < blocks; block += BLOCKS) {
      int length = Math.min(BLOCKS, blocks - block);
      words.fill(some, length * BLOCK);
      boxMuller.transform(some, length, values, block * BLOCK);
    }
    if (rest != 0) {
      // The last 16 values are drawn anew, over finished ones and in place of the rest.
      words.fill(some, rest);
      words.fill(some, BLOCK);
      boxMuller.transform(some, 1, values, values.length - BLOCK);
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
