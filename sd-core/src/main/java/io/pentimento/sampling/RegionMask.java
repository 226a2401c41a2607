package io.pentimento.sampling;

import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Objects;

/** Where in a picture a text counts. */
public sealed interface RegionMask {
  /** Returns the mask as a picture: grey, 255 where the text counts in full. */
  Pixels pixels();

  /**
   * Where a picture is bright; black and transparent is outside. A mask of the size of the picture
   * that a request starts from is cropped and resized as that one; any other is stretched over it.
   */
  static RegionMask of(BufferedImage picture) {
    return new OfPicture(Compositing.flatten(Pixels.of(picture), Color.BLACK).grey());
  }

  /**
   * A rectangle, by the places of its edges as shares of the picture's width and height.
   *
   * @param left in [0, right)
   * @param top in [0, bottom)
   * @param right in (left, 1]
   * @param bottom in (top, 1]
   */
  static RegionMask rectangle(double left, double top, double right, double bottom) {
    return new OfShares(left, top, right, bottom);
  }

  /**
   * A mask that is drawn.
   *
   * @param pixels grey, of any size
   */
  record OfPicture(Pixels pixels) implements RegionMask {
    /** Checks that something is marked. */
    public OfPicture {
      Objects.requireNonNull(pixels, "pixels");
      if (pixels.channels() != 1) {
        throw new IllegalArgumentException(
            "A region's mask must be grey, but has channels: %d. Pass Pixels.grey()."
                .formatted(pixels.channels()));
      }
      if (isBlack(pixels)) {
        throw new IllegalArgumentException(
            "A region's mask must mark a part of the picture, but all of its %s pixels are black."
                    .formatted(pixels.size())
                + " Paint the region white.");
      }
    }

    /** Tells whether a mask marks nothing. */
    public static boolean isBlack(Pixels grey) {
      for (byte level : grey.samples()) {
        if (level != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A rectangle.
   *
   * @param left its left edge as a share of the picture's width, in [0, right)
   * @param top its upper edge as a share of the picture's height, in [0, bottom)
   * @param right its right edge, in (left, 1]
   * @param bottom its lower edge, in (top, 1]
   */
  record OfShares(double left, double top, double right, double bottom) implements RegionMask {
    /**
     * A multiple of all shares of 5 percent and of thirds. No usual picture's, since a mask of the
     * request's own size would be cropped as that one is.
     */
    private static final int SIDE = 1020;

    /** Checks that it has an area inside the picture. */
    public OfShares {
      checkEdges("left", left, "right", right);
      checkEdges("top", top, "bottom", bottom);
    }

    private static void checkEdges(String first, double low, String second, double high) {
      if (!(low >= 0 && low < high && high <= 1)) {
        throw new IllegalArgumentException(
            "A region's edges must be shares of the picture, 0 <= %s < %s <= 1, but got: %s and %s."
                .formatted(first, second, low, high));
      }
    }

    @Override
    public Pixels pixels() {
      byte[] samples = new byte[SIDE * SIDE];
      for (int y = 0; y < SIDE; y++) {
        double high = covered(y, top, bottom);
        for (int x = 0; x < SIDE; x++) {
          samples[y * SIDE + x] = (byte) Math.round(255 * high * covered(x, left, right));
        }
      }
      return Pixels.wrap(SIDE, SIDE, 1, samples);
    }

    /** Returns how much of a pixel lies between two edges. */
    private static double covered(int pixel, double low, double high) {
      double end = Math.min(pixel + 1, high * SIDE);
      return Math.max(0, end - Math.max(pixel, low * SIDE));
    }
  }
}
