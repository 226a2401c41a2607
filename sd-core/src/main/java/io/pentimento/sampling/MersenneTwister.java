package io.pentimento.sampling;

/**
 * The 32-bit words of mt19937: Matsumoto and Nishimura 1998, "Mersenne Twister", with the
 * initialisation of 2002 from one word.
 *
 * <p>All 624 words of a state are made at once, in loops of which the JVM makes vector
 * instructions. JDK 17 does so only where all arrays have the same index; hence the shifted copies
 * of the state.
 */
final class MersenneTwister {
  /** How many words are made at once. */
  static final int N = 624;

  private static final int M = 397;
  private static final int MATRIX_A = 0x9908B0DF;

  private final int[] state = new int[N];

  /** For each word of the state, the next one and the one M further on, around the end. */
  private final int[] next = new int[N];

  private final int[] far = new int[N];

  private final int[] words = new int[N];
  private int index = N;

  MersenneTwister(int seed) {
    int last = seed;
    state[0] = last;
    for (int i = 1; i < N; i++) {
      last = 1812433253 * (last ^ (last >>> 30)) + i;
      state[i] = last;
    }
  }

  /** Returns the next word, all 32 bits of it. */
  int next() {
    if (index == N) {
      makeWords();
    }
    return words[index++];
  }

  /** Writes the next {@code count} words to the start of an array. */
  void fill(int[] target, int count) {
    int filled = 0;
    while (filled < count) {
      if (index == N) {
        makeWords();
      }
      int part = Math.min(count - filled, N - index);
      System.arraycopy(words, index, target, filled, part);
      index += part;
      filled += part;
    }
  }

  private void makeWords() {
    twist();
    temper(state, words);
    index = 0;
  }

  /** Makes the next state, in stretches that need no word of themselves. */
  private void twist() {
    int stretch = N - M;
    System.arraycopy(state, 1, next, 0, N - 1);
    System.arraycopy(state, M, far, 0, stretch);
    twist(state, next, far, 0, stretch);
    System.arraycopy(state, 0, far, stretch, stretch);
    twist(state, next, far, stretch, 2 * stretch);
    System.arraycopy(state, stretch, far, 2 * stretch, N - 2 * stretch);
    next[N - 1] = state[0];
    twist(state, next, far, 2 * stretch, N);
  }

  private static void twist(int[] state, int[] next, int[] far, int start, int end) {
    for (int i = start; i < end; i++) {
      int y = (state[i] & 0x80000000) | (next[i] & 0x7FFFFFFF);
      state[i] = far[i] ^ (y >>> 1) ^ (-(y & 1) & MATRIX_A);
    }
  }

  private static void temper(int[] state, int[] words) {
    for (int i = 0; i < N; i++) {
      int y = state[i];
      y ^= y >>> 11;
      y ^= (y << 7) & 0x9D2C5680;
      y ^= (y << 15) & 0xEFC60000;
      words[i] = y ^ (y >>> 18);
    }
  }
}
