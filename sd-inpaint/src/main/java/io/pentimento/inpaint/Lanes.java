package io.pentimento.inpaint;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Four 16-bit numbers in one of 64 bits, added and multiplied all at once as long as none overflows. Eight bytes make two
 * of them: the bytes at even places, then those at odd ones.
 */
final class Lanes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BYTES = 0x00ff00ff00ff00ffL;

  /** One half of 256 in each lane: sums begin with it, so that taking their upper bytes rounds. */
  static final long HALF = 0x0080008000800080L;

  private Lanes() {}

  static long[] unpack(byte[] bytes, int start, int count) {
    long[] lanes = new long[count / 4];
    for (int i = 0; i < lanes.length; i += 2) {
      long eight = (long) LONGS.get(bytes, start + 4 * i);
      lanes[i] = eight & LOW_BYTES;
      lanes[i + 1] = eight >>> 8 & LOW_BYTES;
    }
    return lanes;
  }

  /** Writes the upper bytes of the lanes of some columns. */
  static void pack(long[] lanes, int from, int to, byte[] bytes, int start) {
    for (int x = from; x < to; x += 8) {
      long even = lanes[x / 4] >>> 8 & LOW_BYTES;
      long odd = lanes[x / 4 + 1] & ~LOW_BYTES;
      LONGS.set(bytes, start + x, even | odd);
    }
  }

  /** Starts sums with one half plus a row times a factor. */
  static void start(long[] sums, int from, int to, long factor, long[] a) {
    for (int i = from; i < to; i++) {
      sums[i] = HALF + a[i] * factor;
    }
  }

  /** Adds {@code factor} times each of eight rows to sums. */
  static void addEight(
      long[] sums, int from, int to, long factor, long[] a, long[] b, long[] c, long[] d, long[] e, long[] f, long[] g,
      long[] h) {
    for (int i = from; i < to; i++) {
      sums[i] += (a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] + h[i]) * factor;
    }
  }

  /** Adds two rows times a factor to sums. */
  static void addTwo(long[] sums, int from, int to, long factor, long[] a, long[] b) {
    for (int i = from; i < to; i++) {
      sums[i] += (a[i] + b[i]) * factor;
    }
  }
}
