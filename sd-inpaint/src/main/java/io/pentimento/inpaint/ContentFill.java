package io.pentimento.inpaint;

import io.pentimento.image.BoxGaussian;
import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;

/**
 * Replaces what a mask covers by the colours around it. The unmasked picture is blurred with ever
 * smaller radii and laid over itself, the narrow blurs more than once since they are thin at their
 * borders.
 */
final class ContentFill {
  private static final int[] RADII = {256, 64, 16, 4, 2, 0};
  private static final int[] REPEATS = {1, 1, 2, 4, 2, 1};

  private ContentFill() {}

  /**
   * Fills an RGB picture where a mask of the same size is above 0; a picture that is all masked
   * becomes black.
   */
  static Pixels fill(Pixels picture, Mask mask) {
    Pixels kept = Compositing.multiply(picture.rgba(), mask.invert().pixels());
    Pixels result = Pixels.blank(picture.width(), picture.height(), 4);
    for (int round = 0; round < RADII.length; round++) {
      Pixels blurred = Compositing.unpremultiply(BoxGaussian.blur(kept, RADII[round]));
      for (int i = 0; i < REPEATS[round]; i++) {
        result = Compositing.over(blurred, result);
      }
    }
    return result.rgb();
  }
}
