package io.pentimento.image;

import java.awt.image.Raster;
import java.util.Optional;

/**
 * Turns the samples of a JPEG of cyan, magenta, yellow and black into RGB.
 *
 * <p>Adobe's programs, which write a segment of their name, store inks inverted (255 = none), and
 * may code the first three as YCbCr does RGB (YCCK, ITU-T T.872 section 6.5.3). With an embedded
 * profile, that says what the inks look like; without one, each colour is what its ink and the
 * black leave: {@code (255 - ink) × (255 - black) / 255}, rounded.
 */
final class FourInks {
  private final int width;
  private final int height;
  private final byte[] inks;

  private FourInks(int width, int height, byte[] inks) {
    this.width = width;
    this.height = height;
    this.inks = inks;
  }

  /**
   * Takes the samples.
   *
   * @param stored four bands, as they are in the file
   * @param adobeTransform what Adobe's segment says of colours, if it is there
   */
  static FourInks of(Raster stored, Optional<Integer> adobeTransform) {
    byte[] inks = new byte[Math.multiplyExact(4 * stored.getWidth(), stored.getHeight())];
    int[] row = new int[4 * stored.getWidth()];
    boolean ycc = adobeTransform.isPresent() && adobeTransform.get() == 2;
    int inverted = adobeTransform.isPresent() ? 255 : 0;
    int at = 0;
    for (int y = 0; y < stored.getHeight(); y++) {
      stored.getPixels(0, y, stored.getWidth(), 1, row);
      for (int i = 0; i < row.length; i += 4) {
        if (ycc) {
          decode(row, i);
        }
        for (int c = 0; c < 4; c++) {
          inks[at++] = (byte) (row[i + c] ^ inverted);
        }
      }
    }
    return new FourInks(stored.getWidth(), stored.getHeight(), inks);
  }

  /** Replaces YCbCr by the complement of the RGB that it means (JFIF 1.02, section 7). */
  private static void decode(int[] row, int at) {
    int luma = row[at];
    int blue = row[at + 1] - 128;
    int red = row[at + 2] - 128;
    row[at] = complement(luma + 1.402 * red);
    row[at + 1] = complement(luma - 0.344136 * blue - 0.714136 * red);
    row[at + 2] = complement(luma + 1.772 * blue);
  }

  private static int complement(double level) {
    return 255 - (int) Math.max(0, Math.min(255, Math.rint(level)));
  }

  /** Returns the colours by a profile, or by the formula if there is none. */
  Pixels toRgb(Optional<ColourProfile> profile) {
    return profile.isPresent() ? profile.get().inksToSrgb(width, height, inks) : withoutProfile();
  }

  private Pixels withoutProfile() {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int light = 255 - (inks[4 * i + 3] & 0xff);
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) (((255 - (inks[4 * i + c] & 0xff)) * light + 127) / 255);
      }
    }
    return Pixels.wrap(width, height, 3, rgb);
  }
}
