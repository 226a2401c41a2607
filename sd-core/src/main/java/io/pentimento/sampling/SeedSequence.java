package io.pentimento.sampling;

/**
 * Spreads a seed, and the place in a tree where it is used, over independent 32-bit seeds: NumPy's
 * {@code SeedSequence} with a pool of 24 words, after M.E. O'Neill's {@code seed_seq_fe}.
 *
 * <p>The place is mixed in after the seed, so that all places share the seed's longer share of the
 * work.
 */
final class SeedSequence {
  private static final int POOL = 24;

  private final int[] pool;
  private int hash;

  private SeedSequence(int[] pool, int hash) {
    this.pool = pool;
    this.hash = hash;
  }

  /** Mixes a seed, for the root of the tree. */
  SeedSequence(long seed) {
    this(new int[POOL], 0x43B0D7E5);
    for (int i = 0; i < POOL; i++) {
      pool[i] = hashed(i < 2 ? (int) (seed >>> (32 * i)) : 0);
    }
    for (int from = 0; from < POOL; from++) {
      for (int to = 0; to < POOL; to++) {
        if (from != to) {
          pool[to] = mixed(pool[to], hashed(pool[from]));
        }
      }
    }
  }

  /**
   * Returns the sequence of a place in the tree of this seed; this one stays as it is.
   *
   * @param place the numbers that tell the place from others
   */
  SeedSequence at(long... place) {
    SeedSequence there = new SeedSequence(pool.clone(), hash);
    for (long number : place) {
      there.mix((int) number);
      if (number >>> 32 != 0) {
        there.mix((int) (number >>> 32));
      }
    }
    return there;
  }

  private void mix(int word) {
    for (int to = 0; to < POOL; to++) {
      pool[to] = mixed(pool[to], hashed(word));
    }
  }

  private int hashed(int word) {
    int value = word ^ hash;
    hash *= 0x931E8875;
    value *= hash;
    return value ^ (value >>> 16);
  }

  private static int mixed(int x, int y) {
    int value = 0xCA01F9DD * x - 0x4973F715 * y;
    return value ^ (value >>> 16);
  }

  /** Returns the first seeds, each in [0, 2^32). */
  long[] seeds(int count) {
    long[] seeds = new long[count];
    int multiplier = 0x8B51F9DD;
    for (int i = 0; i < count; i++) {
      int value = pool[i % POOL] ^ multiplier;
      multiplier *= 0x58F38DED;
      value *= multiplier;
      seeds[i] = Integer.toUnsignedLong(value ^ (value >>> 16));
    }
    return seeds;
  }
}
