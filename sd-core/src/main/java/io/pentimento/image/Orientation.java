package io.pentimento.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;

/**
 * How a stored picture lies, by EXIF's tag Orientation: cameras store what their sensor sees, and
 * say how to turn it.
 */
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, true, false),
  UPSIDE_DOWN(false, true, true),
  FLIPPED(false, false, true),
  TRANSPOSED(true, false, false),
  TURNED_LEFT(true, false, true),
  TRANSVERSED(true, true, true),
  TURNED_RIGHT(true, true, false);

  private static final String PREAMBLE = "Exif\0\0";

  private final boolean swapsSides;
  private final boolean fromRight;
  private final boolean fromBottom;

  /**
   * Says where the samples of the upright picture are stored.
   *
   * @param swapsSides whether its rows are stored as columns
   * @param fromRight whether stored columns are counted from the right
   * @param fromBottom whether stored rows are counted from the bottom
   */
  Orientation(boolean swapsSides, boolean fromRight, boolean fromBottom) {
    this.swapsSides = swapsSides;
    this.fromRight = fromRight;
    this.fromBottom = fromBottom;
  }

  /** Reads the tag from EXIF, with or without JPEG's preamble; UPRIGHT where it is none. */
  static Orientation read(byte[] exif) {
    int start = ExifReader.startsWithJpegExifPreamble(exif) ? PREAMBLE.length() : 0;
    Metadata metadata = new Metadata();
    new ExifReader().extract(new ByteArrayReader(exif, start), metadata);
    ExifIFD0Directory folder = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer tag = folder == null ? null : folder.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return tag == null || tag < 1 || tag > values().length ? UPRIGHT : values()[tag - 1];
  }

  /** Returns the picture as it is to be seen. */
  Pixels upright(Pixels stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int channels = stored.channels();
    Pixels result =
        swapsSides
            ? Pixels.blank(stored.height(), stored.width(), channels)
            : Pixels.blank(stored.width(), stored.height(), channels);
    int at = 0;
    for (int y = 0; y < result.height(); y++) {
      for (int x = 0; x < result.width(); x++) {
        int column = swapsSides ? y : x;
        int row = swapsSides ? x : y;
        int from =
            (fromBottom ? stored.height() - 1 - row : row) * stored.width()
                + (fromRight ? stored.width() - 1 - column : column);
        System.arraycopy(stored.samples(), from * channels, result.samples(), at, channels);
        at += channels;
      }
    }
    return result;
  }
}
