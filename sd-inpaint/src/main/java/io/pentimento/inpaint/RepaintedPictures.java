package io.pentimento.inpaint;

import io.pentimento.image.ColourCorrection;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.PictureFinish;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Joins decoded pictures with the one that is repainted.
 *
 * @param compose how they are joined
 * @param colours the picture whose colours they get first, or empty to leave theirs
 * @param overlay the original, and where it shows
 * @param mask what was repainted, at the size that the model worked at
 * @param change how far their latents moved, which then says where the original shows
 */
record RepaintedPictures(
    Compose compose,
    Optional<Pixels> colours,
    Overlay overlay,
    Mask mask,
    Optional<SoftChange> change)
    implements PictureFinish {
  @Override
  public BufferedImage apply(BufferedImage decoded, int index) {
    Pixels generated = Pixels.of(decoded).rgb();
    if (colours.isPresent()) {
      generated = ColourCorrection.towards(colours.get()).apply(generated);
    }
    return Composition.of(compose).of(overlay(index), generated).toImage();
  }

  /** Returns the original, and where it shows over one of the pictures. */
  Overlay overlay(int index) {
    return change.map(moved -> overlay.showing(moved.shown(index, overlay, mask))).orElse(overlay);
  }
}
