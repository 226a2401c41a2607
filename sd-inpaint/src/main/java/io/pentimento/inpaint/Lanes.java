package io.pentimento.inpaint;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Four 16-bit numbers in one of 64 bits, added and multiplied all at once. Eight bytes make two of
 * them: the bytes at even places, then those at odd ones.
 *
 * <p>Sums may leave the range of a lane in between, in either direction, as long as the final ones
 * are in it: what is carried into a neighbour is taken back from there.
 *
 * <p>The loops are short and separate on purpose: as they are, the JIT compiler turns them into
 * vector instructions, which it does not with more operands in one loop.
 */
final class Lanes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BYTES = 0x00ff00ff00ff00ffL;

  /** One half of 256 in each lane: sums begin with it, so that taking their upper bytes rounds. */
  private static final long HALF = 0x0080008000800080L;

  private Lanes() {}

  static void unpack(byte[] bytes, int start, int count, long[] lanes) {
    for (int i = 0; i < count / 4; i += 2) {
      long eight = (long) LONGS.get(bytes, start + 4 * i);
      lanes[i] = eight & LOW_BYTES;
      lanes[i + 1] = eight >>> 8 & LOW_BYTES;
    }
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

  /** Sets sums to a row times a factor. */
  static void set(long[] sums, int from, int to, long factor, long[] a) {
    for (int i = from; i < to; i++) {
      sums[i] = a[i] * factor;
    }
  }

  /** Adds a row to sums. */
  static void add(long[] sums, int from, int to, long[] a) {
    for (int i = from; i < to; i++) {
      sums[i] += a[i];
    }
  }

  /** Moves a box by one row, and adds its sums. */
  static void slide(long[] sums, int from, int to, long[] box, long[] entering, long[] leaving) {
    for (int i = from; i < to; i++) {
      long moved = box[i] + entering[i] - leaving[i];
      box[i] = moved;
      sums[i] += moved;
    }
  }

  /** Adds four rows with a common factor to sums. */
  static void addFour(
      long[] sums, int from, int to, long factor, long[] a, long[] b, long[] c, long[] d) {
    for (int i = from; i < to; i++) {
      sums[i] += (a[i] + b[i] + c[i] + d[i]) * factor;
    }
  }

  /** Adds two rows with a common factor to sums. */
  static void addTwo(long[] sums, int from, int to, long factor, long[] a, long[] b) {
    for (int i = from; i < to; i++) {
      sums[i] += (a[i] + b[i]) * factor;
    }
  }
}
