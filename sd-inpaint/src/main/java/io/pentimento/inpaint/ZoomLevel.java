package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.sampling.Seeds;
import java.awt.Rectangle;
import java.util.List;

/**
 * An extended picture at one of the sizes that it is painted at.
 *
 * @param missing what is new, and so the size
 * @param canvas that size, and room for the latent grid at the right and below
 * @param tiles what is painted, in order
 */
record ZoomLevel(Mask missing, ImageSize canvas, List<NewTile> tiles) {
  /** Copies the list. */
  ZoomLevel {
    tiles = List.copyOf(tiles);
  }

  /**
   * Returns what the new area starts from: the edges, as they are.
   *
   * @param drawn the extended picture in its full size, its edges drawn outwards
   */
  Pixels fromEdges(Pixels drawn) {
    return Resampling.LANCZOS.resize(drawn, missing.size().width(), missing.size().height());
  }

  /** Returns what the new area starts from: the level before, enlarged. */
  Pixels fromSmaller(Pixels drawn, Pixels smaller) {
    Pixels enlarged =
        Resampling.LANCZOS.resize(smaller, missing.size().width(), missing.size().height());
    return Compositing.mix(enlarged, fromEdges(drawn), missing.pixels());
  }

  /** Paints all tiles; each has the seed after the one before, or else they would look alike. */
  Pixels paint(Outpaint request, Pixels start, Seeds seeds, PictureChain.Link link) {
    Rectangle bounds = new Rectangle(start.width(), start.height());
    Rectangle whole = new Rectangle(canvas.width(), canvas.height());
    Pixels picture = EdgeContinuation.draw(start.onCanvas(canvas, 0, 0), bounds, whole);
    long seed = seeds.first();
    for (NewTile tile : tiles) {
      picture = tile.paint(request, picture, seeds.withFirst(seed), link);
      seed++;
    }
    return picture.crop(bounds);
  }
}
