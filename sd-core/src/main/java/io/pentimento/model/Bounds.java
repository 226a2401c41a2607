package io.pentimento.model;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;

/**
 * The bounds of an architecture's numbers, generous to any real model. A configuration is an
 * untrusted file: a billion layers would fill the memory with names before the weights could tell
 * that they are not there, and a wrong divisor would reach native code.
 */
final class Bounds {
  static final int LEVELS = 8;
  static final int LAYERS = 256;
  static final int CHANNELS = 1 << 16;
  static final int VOCABULARY = 1 << 24;

  private Bounds() {}

  static void check(String key, int value, int low, int high) {
    check(key, "", value, low, high);
  }

  /** Checks a number of things, such as entries of a list. */
  static void check(String key, String things, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s must %s in [%d, %d], but got: %d."
              .formatted(
                  key, things.isEmpty() ? "be" : "have a number of " + things, low, high, value));
    }
  }

  static void checkDivides(String key, int divisor, String wholeKey, int whole) {
    if (whole % divisor != 0) {
      throw new IllegalArgumentException(
          "%s must divide %s, but got: %d and %d.".formatted(key, wholeKey, divisor, whole));
    }
  }

  static void checkEps(String key, double eps) {
    if (!(eps > 0 && eps < 1)) {
      throw new IllegalArgumentException(key + " must be in (0, 1), but got: " + eps + ".");
    }
  }

  static ModelFormatException refused(ComponentConfig config, IllegalArgumentException reason) {
    return new ModelFormatException(
        config.path(), null, String.valueOf(reason.getMessage()), reason);
  }
}
