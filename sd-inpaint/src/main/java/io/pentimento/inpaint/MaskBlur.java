package io.pentimento.inpaint;

import io.pentimento.image.BoxGaussian;
import io.pentimento.sampling.Conventions;

/**
 * How far a mask is softened before it is used.
 *
 * @param x the standard deviation along the rows in pixels, 0 to 512, fractions too; 0 leaves them
 * @param y the standard deviation along the columns
 */
public record MaskBlur(double x, double y) {
  private static final int LARGEST = 512;

  /** Checks both directions. */
  public MaskBlur {
    require(x);
    require(y);
  }

  /** Softens alike in both directions. */
  public static MaskBlur of(double both) {
    return new MaskBlur(both, both);
  }

  private static void require(double deviation) {
    if (!(deviation >= 0 && deviation <= LARGEST)) {
      throw new IllegalArgumentException(
          "maskBlur must be in [0, "
              + LARGEST
              + "] pixels, but got: "
              + deviation
              + ". The usual one is 4.");
    }
  }

  /** Softens a mask as the WebUI does, or with the box filters that diffusers takes. */
  Mask of(Mask mask, Conventions conventions) {
    return conventions == Conventions.DIFFUSERS
        ? Mask.of(BoxGaussian.blur(mask.pixels(), x, y))
        : mask.feather(x, y);
  }

  @Override
  public String toString() {
    return x == y ? number(x) : number(x) + "x" + number(y);
  }

  private static String number(double value) {
    return RecordedNumber.of(value);
  }
}
