package io.pentimento.checkpoint;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Turns all elements of a little-endian buffer into floats, by way of arrays small enough for the
 * cache.
 */
@FunctionalInterface
interface ElementWidener {
  /**
   * Elements in one round: bulk transfers are fast and the arrays stay in the first-level cache.
   */
  int CHUNK = 2048;

  void widen(ByteBuffer source, FloatBuffer target);

  static ElementWidener of(TensorType type) {
    return switch (type) {
      case F32 -> (source, target) -> target.put(source.asFloatBuffer());
      case F64 -> ElementWidener::doubles;
      case F16 -> ElementWidener::halves;
      case BF16 -> ElementWidener::brainFloats;
      case F8_E4M3 -> table(SmallFloats.E4M3);
      case F8_E5M2 -> table(SmallFloats.E5M2);
      case I64 -> ElementWidener::longs;
      case I32 -> ElementWidener::ints;
      case I16 -> ElementWidener::shorts;
      case I8 -> table(SmallFloats.SIGNED);
      case U8 -> table(SmallFloats.UNSIGNED);
      case BOOL -> table(SmallFloats.TRUTH);
    };
  }

  /** One byte an element: each of the 256 has its value in a table. */
  private static ElementWidener table(float[] values) {
    return (source, target) -> {
      byte[] in = new byte[CHUNK];
      float[] out = new float[CHUNK];
      while (source.hasRemaining()) {
        int count = Math.min(CHUNK, source.remaining());
        source.get(in, 0, count);
        for (int i = 0; i < count; i++) {
          out[i] = values[in[i] & 0xff];
        }
        target.put(out, 0, count);
      }
    };
  }

  private static void halves(ByteBuffer source, FloatBuffer target) {
    ShortBuffer halves = source.asShortBuffer();
    float[] values = SmallFloats.HALVES;
    short[] in = new short[CHUNK];
    float[] out = new float[CHUNK];
    while (halves.hasRemaining()) {
      int count = Math.min(CHUNK, halves.remaining());
      halves.get(in, 0, count);
      for (int i = 0; i < count; i++) {
        int half = in[i];
        int exponent = half & SmallFloats.HALF_EXPONENT;
        // Normal numbers, almost all there are, only need another bias: faster than the table.
        out[i] =
            exponent != 0 && exponent != SmallFloats.HALF_EXPONENT
                ? Float.intBitsToFloat(
                    ((half & 0x8000) << 16) | (((half & 0x7fff) << 13) + SmallFloats.HALF_REBIAS))
                : values[half & 0xffff];
      }
      target.put(out, 0, count);
    }
  }

  private static void brainFloats(ByteBuffer source, FloatBuffer target) {
    ShortBuffer upperHalves = source.asShortBuffer();
    short[] in = new short[CHUNK];
    float[] out = new float[CHUNK];
    while (upperHalves.hasRemaining()) {
      int count = Math.min(CHUNK, upperHalves.remaining());
      upperHalves.get(in, 0, count);
      for (int i = 0; i < count; i++) {
        out[i] = Float.intBitsToFloat(in[i] << 16);
      }
      target.put(out, 0, count);
    }
  }

  private static void doubles(ByteBuffer source, FloatBuffer target) {
    DoubleBuffer doubles = source.asDoubleBuffer();
    while (doubles.hasRemaining()) {
      target.put((float) doubles.get());
    }
  }

  private static void longs(ByteBuffer source, FloatBuffer target) {
    LongBuffer longs = source.asLongBuffer();
    while (longs.hasRemaining()) {
      target.put((float) longs.get());
    }
  }

  private static void ints(ByteBuffer source, FloatBuffer target) {
    IntBuffer ints = source.asIntBuffer();
    while (ints.hasRemaining()) {
      target.put((float) ints.get());
    }
  }

  private static void shorts(ByteBuffer source, FloatBuffer target) {
    ShortBuffer shorts = source.asShortBuffer();
    while (shorts.hasRemaining()) {
      target.put(shorts.get());
    }
  }
}
