package io.pentimento;

import io.pentimento.control.ControlUnit;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureTiles;
import io.pentimento.image.Pixels;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Control units for the tiles of a picture: each sees the part of its picture that the tile is. */
final class ControlTiles {
  private final List<ControlUnit> units;
  private final PictureTiles tiles;

  /** The units' pictures at the size of all tiles together; empty for those without one. */
  private final List<Optional<Pixels>> pictures = new ArrayList<>();

  /**
   * Lays the units' pictures out.
   *
   * @param finished the size of the picture that the tiles make
   */
  ControlTiles(List<ControlUnit> units, ImageSize finished, PictureTiles tiles) {
    this.units = units;
    this.tiles = tiles;
    for (ControlUnit unit : units) {
      pictures.add(
          unit.picture()
              .map(own -> Compositing.flatten(Pixels.of(own), Color.WHITE))
              .map(own -> unit.resizeMode().resize(own, finished.width(), finished.height()))
              .map(own -> own.mirroredTo(tiles.picture())));
    }
  }

  /** Returns the units of a tile. */
  List<ControlUnit> of(int column, int row) {
    List<ControlUnit> own = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      ControlUnit unit = units.get(i);
      own.add(
          pictures
              .get(i)
              .map(picture -> unit.withPicture(tiles.cut(picture, column, row).toImage()))
              .orElse(unit));
    }
    return own;
  }
}
