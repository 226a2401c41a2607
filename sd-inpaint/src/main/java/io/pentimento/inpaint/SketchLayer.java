package io.pentimento.inpaint;

import io.pentimento.image.BoxGaussian;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * Strokes of colour painted over a picture: they say both where to repaint and what to start from
 * there. This is the WebUI's "inpaint sketch".
 *
 * @param painted the picture with the strokes on it
 * @param mask what the strokes cover
 */
public record SketchLayer(BufferedImage painted, Mask mask) {
  /** Checks that both have one size. */
  public SketchLayer {
    Objects.requireNonNull(painted, "painted");
    Objects.requireNonNull(mask, "mask");
    requireSameSize("mask", mask.size(), ImageSize.of(painted));
  }

  /** Finds opaque strokes: {@link #of(BufferedImage, BufferedImage, double)} with 0 percent. */
  public static SketchLayer of(BufferedImage original, BufferedImage painted) {
    return of(original, painted, 0);
  }

  /**
   * Finds the strokes in a painted picture: every pixel that is not as it was.
   *
   * @param original the picture before it was painted on
   * @param painted the same picture with strokes, of the same size
   * @param transparency how far what lies under the strokes shows through them, in percent, 0 to
   *     100; at 100 they do nothing
   */
  public static SketchLayer of(BufferedImage original, BufferedImage painted, double transparency) {
    if (!(transparency >= 0 && transparency <= 100)) {
      throw new IllegalArgumentException(
          "transparency must be in [0, 100] percent, but got: " + transparency + ".");
    }
    requireSameSize("painted", ImageSize.of(painted), ImageSize.of(original));
    // In single precision, as Pillow dims a picture: else 80 percent would give 50, not 51.
    byte level = (byte) (int) (255 * (float) (1 - transparency / 100));
    byte[] before = Pixels.of(original).rgba().samples();
    byte[] after = Pixels.of(painted).rgba().samples();
    byte[] levels = new byte[before.length / 4];
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        levels[i / 4] = level;
      }
    }
    return new SketchLayer(painted, Mask.of(ImageSize.of(original), levels));
  }

  /**
   * Lays the strokes over the picture without them, softened.
   *
   * @param flat the picture without strokes, RGB
   * @param blur how far strokes and their edges are softened
   * @param background what shows through where the painted picture is transparent
   */
  Pixels over(Pixels flat, MaskBlur blur, Color background) {
    Pixels strokes = Compositing.flatten(Pixels.of(painted), background);
    return Compositing.mix(
        BoxGaussian.blur(strokes, blur.x(), blur.y()),
        flat,
        BoxGaussian.blur(mask.pixels(), blur.x(), blur.y()));
  }

  private static void requireSameSize(String name, ImageSize size, ImageSize expected) {
    if (!size.equals(expected)) {
      throw new IllegalArgumentException(
          "%s must have the size of the picture, %s, but it has %s."
              .formatted(name, expected, size));
    }
  }
}
