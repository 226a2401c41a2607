package io.pentimento.examples.tour;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/** The eyes of {@link Portrait}, and how they are closed. */
final class Eyes {
  /** What the eyes become. */
  static final String PROMPT = "1girl, (closed eyes:1.2)";

  /** How much of them is replaced. */
  static final double STRENGTH = 0.75;

  /** Where both eyes are, in pixels of the portrait. */
  private static final Rectangle PLACE = new Rectangle(26, 38, 44, 18);

  private Eyes() {}

  /** Marks the eyes. */
  static Mask mask(BufferedImage portrait) {
    return Mask.ellipse(ImageSize.of(portrait), PLACE);
  }
}
