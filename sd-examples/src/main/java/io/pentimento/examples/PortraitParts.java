package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskComponent;
import io.pentimento.inpaint.MaskSelection;
import io.pentimento.inpaint.Neighbours;
import java.awt.image.BufferedImage;
import java.util.Comparator;

/**
 * Finds parts of the bundled model's portraits by rules of colour, where a network would find them
 * by words. It knows no shapes and suits no other pictures.
 */
final class PortraitParts {
  /** Places along the upper edge and the sides are asked at this distance. */
  private static final int STEP = 3;

  /** How far colours of the same background differ at most, in levels. */
  private static final int BACKGROUND = 24;

  /** How far shades of the same hair differ at most, in levels. */
  private static final int HAIR = 40;

  /** What covers less of the picture is a speck: an eye, a brow, a shell in the sand. */
  private static final double SPECK = 0.01;

  private PortraitParts() {}

  /** Marks what has the colour above the face. */
  static Mask hair(BufferedImage portrait) {
    Mask alike =
        MaskSelection.in(portrait).tolerance(HAIR).color(PlainColours.hairColour(portrait));
    int speck = (int) (SPECK * portrait.getWidth() * portrait.getHeight());
    return alike.intersect(subject(portrait)).removeSpecks(speck, Neighbours.FOUR);
  }

  /** Marks the largest part but for what has the colours of the upper edge and the sides. */
  static Mask subject(BufferedImage portrait) {
    ImageSize size = ImageSize.of(portrait);
    MaskSelection selection = MaskSelection.in(portrait).tolerance(BACKGROUND);
    Mask behind = Mask.none(size);
    for (int x = 0; x < size.width(); x += STEP) {
      behind = with(behind, selection, x, 0);
    }
    for (int y = 0; y < size.height(); y += STEP) {
      behind = with(with(behind, selection, 0, y), selection, size.width() - 1, y);
    }
    // The largest alone: moon, sun and clouds are no background of one colour either.
    return behind.invert().components(Neighbours.FOUR).stream()
        .max(Comparator.comparingInt(MaskComponent::area))
        .map(MaskComponent::mask)
        .orElse(Mask.none(size));
  }

  private static Mask with(Mask behind, MaskSelection selection, int x, int y) {
    return behind.level(x, y) > 0 ? behind : behind.union(selection.connectedTo(x, y));
  }
}
