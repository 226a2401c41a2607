package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureTiles;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.RegionalPrompts;
import java.util.ArrayList;
import java.util.List;

/** Regions for the tiles of a picture: each tile has those that reach into it. */
final class RegionTiles {
  private final RegionalPrompts regions;
  private final PictureTiles tiles;

  /** The regions' masks at the size of all tiles together. */
  private final List<Pixels> masks;

  /**
   * Lays the regions' masks out.
   *
   * @param finished the size of the picture that the tiles make
   */
  RegionTiles(RegionalPrompts regions, ImageSize finished, PictureTiles tiles) {
    this.regions = regions;
    this.tiles = tiles;
    this.masks =
        regions.regions().stream()
            .map(region -> region.mask().pixels())
            .map(own -> ResizeMode.JUST_RESIZE.resize(own, finished.width(), finished.height()))
            .map(own -> own.mirroredTo(tiles.picture()))
            .toList();
  }

  /** Returns the regions of a tile. */
  RegionalPrompts of(int column, int row) {
    List<RegionalPrompt> own = new ArrayList<>();
    for (int i = 0; i < masks.size(); i++) {
      Pixels part = tiles.cut(masks.get(i), column, row);
      if (!RegionMask.OfPicture.isBlack(part)) {
        own.add(regions.regions().get(i).withMask(new RegionMask.OfPicture(part)));
      }
    }
    return regions.withRegions(own);
  }
}
