package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureTiles;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Seeds;
import java.awt.Rectangle;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The only pass of "Poor man's outpainting".
 *
 * @param request what was asked
 * @param extended where the original lies in the result
 * @param tiles how the canvas is cut, which may be larger than the result
 * @param repaints how those tiles are repainted that have a new part, row by row
 */
record FilledTilesPass(
    Outpaint request,
    ExtendedPicture extended,
    PictureTiles tiles,
    Map<PlacedTile, Repaint> repaints)
    implements OutpaintPass {
  @Override
  public int links() {
    return repaints.size();
  }

  @Override
  public ImageSize size() {
    return tiles.tile();
  }

  /** Each tile has the seed after the one before. */
  @Override
  public Pixels apply(Pixels picture, Seeds seeds, PictureChain.Link link) {
    Pixels canvas =
        picture.onCanvas(tiles.picture(), extended.margins().left(), extended.margins().up());
    AtomicInteger done = new AtomicInteger();
    Pixels combined =
        tiles.combine(
            1,
            (column, row) -> {
              Pixels tile = tiles.cut(canvas, column, row);
              Repaint repaint = repaints.get(new PlacedTile(column, row));
              if (repaint == null) {
                return tile;
              }
              Seeds own = seeds.withFirst(seeds.first() + done.getAndIncrement());
              return Pixels.of(link.make(repaint.request(request, tile, own))).rgb();
            });
    return combined.crop(new Rectangle(extended.size().width(), extended.size().height()));
  }
}
