package io.pentimento;

import java.util.Locale;

/**
 * What was measured of a {@link io.pentimento.model.TrialBlock} on a CPU.
 *
 * @param wideSeconds how long it took in float32, the least of some times
 * @param narrowSeconds how long it took in bfloat16, the least of some times
 * @param error the norm of the difference over the norm in float32; NaN or infinite if bfloat16 was
 */
record BlockTrial(double wideSeconds, double narrowSeconds, double error) {
  /** Where bfloat16 takes so many times as long, a larger block need not be tried. */
  private static final double HOPELESS = 3;

  /** Returns how many times as fast bfloat16 is. */
  double gain() {
    return wideSeconds / narrowSeconds;
  }

  /** Tells whether bfloat16 is so slow that it would not win with a larger block either. */
  boolean isHopeless() {
    return gain() < 1 / HOPELESS;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "a block of a U-Net takes %.2f ms in float32, %.2f ms in bfloat16 with an error of %.4f",
        wideSeconds * 1e3,
        narrowSeconds * 1e3,
        error);
  }
}
