package io.pentimento.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * Spreads a seed, and the place in a tree where it is used, over independent 32-bit seeds: NumPy's
 * {@code SeedSequence} with a pool of 24 words, after M.E. O'Neill's {@code seed_seq_fe}.
 */
final class SeedSequence {
  private static final int POOL = 24;

  private final int[] pool = new int[POOL];
  private int hash = 0x43B0D7E5;

  /**
   * Mixes a seed.
   *
   * @param seed the seed
   * @param place where in a tree of seeds this one is; empty for the root
   */
  SeedSequence(long seed, long... place) {
    List<Integer> words = words(seed);
    if (place.length > 0) {
      while (words.size() < POOL) {
        words.add(0);
      }
      for (long number : place) {
        words.addAll(words(number));
      }
    }
    for (int i = 0; i < POOL; i++) {
      pool[i] = hashed(i < words.size() ? words.get(i) : 0);
    }
    for (int from = 0; from < POOL; from++) {
      for (int to = 0; to < POOL; to++) {
        if (from != to) {
          pool[to] = mixed(pool[to], hashed(pool[from]));
        }
      }
    }
    for (int i = POOL; i < words.size(); i++) {
      for (int to = 0; to < POOL; to++) {
        pool[to] = mixed(pool[to], hashed(words.get(i)));
      }
    }
  }

  /** Returns the 32-bit words of a number, the lowest first; of 0 one. */
  private static List<Integer> words(long number) {
    List<Integer> words = new ArrayList<>();
    words.add((int) number);
    if (number >>> 32 != 0) {
      words.add((int) (number >>> 32));
    }
    return words;
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
