package io.pentimento.inpaint;

/**
 * Set operations on grey levels, pixel by pixel, after Zadeh, "Fuzzy Sets" (1965), section 2: the
 * larger level is the union, the smaller one the intersection, and 255 minus the level the
 * complement.
 */
final class LevelAlgebra {
  private LevelAlgebra() {}

  static byte[] invert(byte[] levels) {
    byte[] result = new byte[levels.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) ~levels[i];
    }
    return result;
  }

  static byte[] union(byte[] a, byte[] b) {
    byte[] result = new byte[a.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) Math.max(a[i] & 0xff, b[i] & 0xff);
    }
    return result;
  }

  static byte[] intersect(byte[] a, byte[] b) {
    byte[] result = new byte[a.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) Math.min(a[i] & 0xff, b[i] & 0xff);
    }
    return result;
  }

  static byte[] threshold(byte[] levels, int threshold) {
    byte[] result = new byte[levels.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) ((levels[i] & 0xff) >= threshold ? 255 : 0);
    }
    return result;
  }

  static int countMarked(byte[] levels) {
    int count = 0;
    for (byte level : levels) {
      if (level != 0) {
        count++;
      }
    }
    return count;
  }
}
