package io.pentimento.image;

/** How overlapping tiles become one picture. */
public enum TileBlending {
  /**
   * As the WebUI does: each tile is faded in over what lies there already, linearly from its left
   * edge in a row and from its upper edge onto the rows before, over as many pixels as tiles are
   * asked to overlap.
   */
  WEBUI {
    @Override
    public Pixels combine(PictureTiles tiles, int factor, PictureTiles.Source source) {
      return tiles.combine(factor, source);
    }
  },
  /**
   * Each pixel is the mean of all tiles that show it, and a tile counts the more, the farther the
   * pixel lies from its edges: weights rise and fall smoothly over all that neighbours share,
   * across and down alike. No tile begins or ends anywhere, so no seam shows.
   */
  FEATHERED {
    @Override
    public Pixels combine(PictureTiles tiles, int factor, PictureTiles.Source source) {
      return new FeatheredTiles(tiles, factor).combine(source);
    }
  };

  /**
   * Puts tiles together that were all made larger by a factor. Only one row of them is held at a
   * time.
   *
   * @param factor how many times as large the tiles are as what {@link PictureTiles#cut} returned
   * @param source gives the tiles, row by row from left to right
   */
  public abstract Pixels combine(PictureTiles tiles, int factor, PictureTiles.Source source);
}
