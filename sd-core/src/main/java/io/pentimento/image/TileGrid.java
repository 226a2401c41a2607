package io.pentimento.image;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Overlapping tiles of a picture, as the WebUI's SD upscale and its upscalers cut them: evenly
 * spaced, so that neighbours overlap by at least what was asked, and blended along their left and
 * upper edges when they are put together again.
 *
 * <p>Instances are immutable.
 */
public final class TileGrid {
  private final ImageSize picture;
  private final ImageSize tile;
  private final int overlap;
  private final int[] lefts;
  private final int[] tops;

  private TileGrid(ImageSize picture, ImageSize tile, int overlap, int[] lefts, int[] tops) {
    this.picture = picture;
    this.tile = tile;
    this.overlap = overlap;
    this.lefts = lefts;
    this.tops = tops;
  }

  /**
   * Lays tiles over a picture.
   *
   * @param picture the picture's size, at least a tile's
   * @param tile the size of every tile
   * @param overlap how many pixels neighbours share at least, from 0 to less than a tile's shorter
   *     side; over as many the later tile fades in
   */
  public static TileGrid of(ImageSize picture, ImageSize tile, int overlap) {
    if (overlap < 0 || overlap >= Math.min(tile.width(), tile.height())) {
      throw new IllegalArgumentException(
          "overlap must be in [0, %d] pixels for tiles of %s, but got: %d."
              .formatted(Math.min(tile.width(), tile.height()) - 1, tile, overlap));
    }
    if (picture.width() < tile.width() || picture.height() < tile.height()) {
      throw new IllegalArgumentException(
          ("A picture must be at least as large as its tiles, but the picture is %s and a tile %s."
                  + " Pass smaller tiles.")
              .formatted(picture, tile));
    }
    return new TileGrid(
        picture,
        tile,
        overlap,
        starts(picture.width(), tile.width(), overlap),
        starts(picture.height(), tile.height(), overlap));
  }

  private static int[] starts(int length, int side, int overlap) {
    int count = Math.max(1, -Math.floorDiv(overlap - length, side - overlap));
    double distance = count > 1 ? (length - side) / (double) (count - 1) : 0;
    int[] starts = new int[count];
    for (int i = 0; i < count; i++) {
      starts[i] = Math.min((int) (i * distance), length - side);
    }
    return starts;
  }

  /**
   * Returns the same grid for a picture, and tiles, enlarged by a whole factor.
   *
   * @param factor 1 or more
   */
  public TileGrid scaled(int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException("factor must be at least 1, but got: " + factor + ".");
    }
    return new TileGrid(
        new ImageSize(picture.width() * factor, picture.height() * factor),
        new ImageSize(tile.width() * factor, tile.height() * factor),
        overlap * factor,
        Arrays.stream(lefts).map(left -> left * factor).toArray(),
        Arrays.stream(tops).map(top -> top * factor).toArray());
  }

  /** Returns the number of tiles in a row. */
  public int columns() {
    return lefts.length;
  }

  /** Returns the number of rows. */
  public int rows() {
    return tops.length;
  }

  /** Returns where the tiles lie in the picture, row by row from the top. */
  public List<Rectangle> tiles() {
    List<Rectangle> tiles = new ArrayList<>();
    for (int top : tops) {
      for (int left : lefts) {
        tiles.add(new Rectangle(left, top, tile.width(), tile.height()));
      }
    }
    return tiles;
  }

  /**
   * Cuts a picture into tiles.
   *
   * @return the tiles, row by row from the top
   */
  public List<Pixels> split(Pixels whole) {
    if (!whole.size().equals(picture)) {
      throw new IllegalArgumentException(
          "The grid is for a picture of %s, but got: %s.".formatted(picture, whole.size()));
    }
    return tiles().stream().map(whole::crop).toList();
  }

  /**
   * Puts tiles together. Of two neighbours the later one fades in, over the width of the overlap
   * asked for, from its left edge; rows do so from their upper edge.
   *
   * @param tiles as many as {@link #tiles()}, row by row from the top, all with the same channels
   */
  public Pixels combine(List<Pixels> tiles) {
    requireTiles(tiles);
    int channels = tiles.get(0).channels();
    Pixels whole = Pixels.blank(picture.width(), picture.height(), channels);
    for (int row = 0; row < tops.length; row++) {
      Pixels line = Pixels.blank(picture.width(), tile.height(), channels);
      for (int column = 0; column < lefts.length; column++) {
        lay(tiles.get(row * lefts.length + column), line, lefts[column], 0, column > 0, false);
      }
      lay(line, whole, 0, tops[row], false, row > 0);
    }
    return whole;
  }

  private void requireTiles(List<Pixels> tiles) {
    int count = lefts.length * tops.length;
    boolean fits = tiles.size() == count;
    for (Pixels one : tiles) {
      fits &= one.size().equals(tile) && one.channels() == tiles.get(0).channels();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "The grid needs %d tiles of %s with the same channels, but got: %s."
              .formatted(count, tile, tiles));
    }
  }

  /** Copies a picture onto a larger one, faded in from its left or its upper edge. */
  private void lay(
      Pixels part, Pixels onto, int left, int top, boolean fadeColumns, boolean fadeRows) {
    int channels = part.channels();
    byte[] from = part.samples();
    byte[] to = onto.samples();
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        int weight = 255;
        if (fadeColumns && x < overlap) {
          weight = x * 255 / overlap;
        } else if (fadeRows && y < overlap) {
          weight = y * 255 / overlap;
        }
        int source = (y * part.width() + x) * channels;
        int target = ((top + y) * onto.width() + left + x) * channels;
        for (int c = 0; c < channels; c++) {
          to[target + c] = (byte) Compositing.mix(from[source + c], to[target + c], weight);
        }
      }
    }
  }
}
