package io.pentimento.inpaint;

/**
 * How much a {@link Canvas} remembers of its steps. The oldest go first; a step that is larger than
 * the memory alone cannot be undone.
 *
 * @param steps how many can be undone or done again, 0 to 10,000
 * @param bytes what they take in all at most, 0 or more; the current picture and the first, which
 *     are always kept, do not count
 */
public record CanvasLimits(int steps, long bytes) {
  private static final int MOST_STEPS = 10_000;

  /** Checks both. */
  public CanvasLimits {
    if (steps < 0 || steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          "steps must be in [0, " + MOST_STEPS + "], but got: " + steps + ".");
    }
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "bytes must be at least 0, but got: " + bytes + ". Pass 0 to remember nothing.");
    }
  }

  /** Returns 100 steps of 256 MiB in all. */
  public static CanvasLimits defaults() {
    return new CanvasLimits(100, 256L << 20);
  }
}
