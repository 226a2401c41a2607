package io.pentimento.image;

import java.awt.Rectangle;

/**
 * A picture cut into overlapping tiles of one size, and put together again, as the WebUI does it
 * for its upscalers. The tiles are spaced evenly, so neighbours overlap by at least what is asked.
 * A picture that is smaller than a tile is one tile of its own size.
 *
 * @param picture the size of the picture
 * @param tile the size of a tile; a side that is longer than the picture's becomes as long
 * @param overlap the pixels over which a tile is faded in at its left and upper edge, at least 0
 *     and less than both sides of the tile that is asked for
 */
public record PictureTiles(ImageSize picture, ImageSize tile, int overlap) {
  /** Checks the overlap. */
  public PictureTiles {
    if (overlap < 0 || overlap >= Math.min(tile.width(), tile.height())) {
      throw new IllegalArgumentException(
          "overlap must be at least 0 and less than the sides of a tile of %s, but got: %d."
              .formatted(tile, overlap));
    }
    tile =
        new ImageSize(
            Math.min(tile.width(), picture.width()), Math.min(tile.height(), picture.height()));
  }

  /** Gives the tiles, one after the other. */
  @FunctionalInterface
  public interface Source {
    /** Returns a tile, all of which have the same number of channels. */
    Pixels at(int column, int row);
  }

  /** Returns how many tiles lie side by side. */
  public int columns() {
    return count(picture.width(), tile.width());
  }

  /** Returns how many tiles lie one below the other. */
  public int rows() {
    return count(picture.height(), tile.height());
  }

  /** Returns the leftmost pixel of a column of tiles. */
  public int left(int column) {
    return place(column, columns(), picture.width(), tile.width());
  }

  /** Returns the topmost pixel of a row of tiles. */
  public int top(int row) {
    return place(row, rows(), picture.height(), tile.height());
  }

  private int count(int length, int tileLength) {
    return length == tileLength
        ? 1
        : (int) Math.ceil((length - overlap) / (double) (tileLength - overlap));
  }

  private static int place(int index, int count, int length, int tileLength) {
    double step = count > 1 ? (length - tileLength) / (double) (count - 1) : 0;
    return Math.min((int) (index * step), length - tileLength);
  }

  /** Cuts a tile out of the picture. */
  public Pixels cut(Pixels from, int column, int row) {
    return from.crop(new Rectangle(left(column), top(row), tile.width(), tile.height()));
  }

  /**
   * Puts tiles together that were all made larger by a factor. Only one row of them is held at a
   * time.
   *
   * @param factor how many times as large the tiles are as what {@link #cut} returned
   * @param source gives the tiles, row by row from left to right
   */
  public Pixels combine(int factor, Source source) {
    Pixels first = source.at(0, 0);
    ImageSize whole = times(picture, factor);
    Pixels result = Pixels.blank(whole.width(), whole.height(), first.channels());
    int fade = overlap * factor;
    for (int row = 0; row < rows(); row++) {
      Pixels strip = Pixels.blank(whole.width(), tile.height() * factor, first.channels());
      for (int column = 0; column < columns(); column++) {
        Pixels next = row == 0 && column == 0 ? first : source.at(column, row);
        checkSize(next, times(tile, factor));
        paste(next, strip, left(column) * factor, 0, column == 0 ? 0 : fade, 0);
      }
      paste(strip, result, 0, top(row) * factor, 0, row == 0 ? 0 : fade);
    }
    return result;
  }

  static ImageSize times(ImageSize size, int factor) {
    return new ImageSize(
        Math.multiplyExact(size.width(), factor), Math.multiplyExact(size.height(), factor));
  }

  static void checkSize(Pixels tile, ImageSize expected) {
    if (!tile.size().equals(expected)) {
      throw new IllegalArgumentException(
          "A tile must be %s, but is %s.".formatted(expected, tile.size()));
    }
  }

  /**
   * Pastes a picture whose first columns or first rows are faded in, the first of them not at all.
   */
  private static void paste(
      Pixels from, Pixels onto, int left, int top, int fadeColumns, int fadeRows) {
    int channels = from.channels();
    int length = from.width() * channels;
    for (int y = 0; y < from.height(); y++) {
      int source = y * length;
      int target = ((top + y) * onto.width() + left) * channels;
      int faded = y < fadeRows ? from.width() : fadeColumns;
      for (int x = 0; x < faded; x++) {
        int opacity = y < fadeRows ? y * 255 / fadeRows : x * 255 / fadeColumns;
        for (int i = x * channels; i < (x + 1) * channels; i++) {
          onto.samples()[target + i] =
              mix(onto.samples()[target + i], from.samples()[source + i], opacity);
        }
      }
      int start = faded * channels;
      System.arraycopy(
          from.samples(), source + start, onto.samples(), target + start, length - start);
    }
  }

  private static byte mix(byte below, byte above, int opacity) {
    int sum = (below & 0xff) * (255 - opacity) + (above & 0xff) * opacity + 128;
    return (byte) (((sum >> 8) + sum) >> 8);
  }
}
