package io.pentimento.patch;

/**
 * Weighs what the U-Net's way up takes from below against what skips it: Si et al. 2023, "FreeU:
 * Free Lunch in Diffusion U-Net", section 3.2. In the blocks of the two smallest resolutions, half
 * of the channels from below are strengthened, and the lowest frequencies of the skips weakened.
 *
 * @param b1 the factor of the channels from below at the smallest resolution, 0 to 10; 1 for none
 * @param b2 that at the one above
 * @param s1 the factor of the skips' low frequencies at the smallest resolution, 0 to 10; 1 for
 *     none
 * @param s2 that at the one above
 * @param byStructure whether {@code b1} and {@code b2} count most where the features are strongest,
 *     as in the paper's second version; everywhere alike otherwise, as in diffusers
 */
public record FreeU(double b1, double b2, double s1, double s2, boolean byStructure) {
  /** Checks all factors. */
  public FreeU {
    check("b1", b1);
    check("b2", b2);
    check("s1", s1);
    check("s2", s2);
  }

  /** The authors' factors for Stable Diffusion 1.5, everywhere alike. */
  public static FreeU sd15() {
    return new FreeU(1.5, 1.6, 0.9, 0.2, false);
  }

  /** The authors' factors for Stable Diffusion 2.1, everywhere alike. */
  public static FreeU sd21() {
    return new FreeU(1.4, 1.6, 0.9, 0.2, false);
  }

  /** Returns these factors, counting most where the features are strongest, or everywhere alike. */
  public FreeU withByStructure(boolean byStructure) {
    return new FreeU(b1, b2, s1, s2, byStructure);
  }

  private static void check(String name, double factor) {
    if (!(factor >= 0 && factor <= 10)) {
      throw new IllegalArgumentException(
          "%s must be in [0, 10], but got: %s. 1 changes nothing.".formatted(name, factor));
    }
  }
}
