package io.pentimento.inpaint;

import io.pentimento.image.PictureTiles;
import java.awt.Rectangle;

/**
 * One of the tiles of a picture.
 *
 * @param column from the left
 * @param row from the top
 */
record PlacedTile(int column, int row) {
  /** Returns where it lies. */
  PicturePart part(PictureTiles tiles) {
    return new PicturePart(
        new Rectangle(
            tiles.left(column), tiles.top(row), tiles.tile().width(), tiles.tile().height()));
  }
}
