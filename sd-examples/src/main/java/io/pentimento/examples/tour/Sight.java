package io.pentimento.examples.tour;

import io.pentimento.inpaint.MaskFinder;
import io.pentimento.inpaint.RegionDetector;
import java.awt.image.BufferedImage;
import java.util.function.Function;

/**
 * What looks at pictures in the lessons of seeing. The bundled model comes with rules of colour in
 * the places of networks.
 *
 * @param faces finds faces
 * @param words says what a portrait shows
 * @param hair finds the hair
 * @param subject finds who is shown
 */
public record Sight(
    RegionDetector faces,
    Function<BufferedImage, String> words,
    MaskFinder hair,
    MaskFinder subject) {
  /** What every lesson of seeing says of its rules. */
  static final String RULES =
      "No network that sees comes with this program: here plain rules of colour stand in, which fit"
          + " this model's portraits and nothing else.";
}
