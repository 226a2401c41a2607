package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureTiles;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import java.awt.Rectangle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The WebUI's "Poor man's outpainting": tiles of the extended picture, where they are new. */
final class FilledTiles {
  private final Outpaint request;
  private final OutpaintMode.Filled mode;
  private final ExtendedPicture extended;
  private final ImageSize canvas;
  private final PictureTiles tiles;

  FilledTiles(Outpaint request, OutpaintMode.Filled mode, LatentSpace space) {
    this.request = request;
    this.mode = mode;
    Pixels original = Pixels.of(request.image());
    Margins margins = WebuiMargins.of(request.margins(), original.size());
    this.extended = ExtendedPicture.of(original, request.background(), margins);
    this.canvas = WebuiMargins.rounded(extended.size());
    ImageSize tile =
        request.size().orElseGet(() -> new ImageSize(space.nativeSide(), space.nativeSide()));
    int overlap = request.margins().largest();
    if (overlap >= Math.min(tile.width(), tile.height())) {
      throw new IllegalArgumentException(
          ("fill() lets tiles overlap by the pixels that a side grows, %d, so these must be fewer"
               + " than a tile of %s has. Ask for fewer pixels or a larger size, or use smooth().")
              .formatted(overlap, tile));
    }
    this.tiles = new PictureTiles(canvas, tile, overlap);
    space.check(tiles.tile());
  }

  OutpaintChain chain() {
    Mask mask = mask(2 * mode.maskBlur());
    Mask latentMask = mask(mode.maskBlur() / 2);
    Mask repainted = Mask.none(canvas);
    Map<PlacedTile, Repaint> repaints = new LinkedHashMap<>();
    for (int row = 0; row < tiles.rows(); row++) {
      for (int column = 0; column < tiles.columns(); column++) {
        PlacedTile tile = new PlacedTile(column, row);
        PicturePart part = tile.part(tiles);
        Repaint repaint = repaint(mask, latentMask, part.box());
        // The border's last row and column are kept, so that a tile may have nothing but these.
        boolean isNew = !repaint.mask().isEmpty() && !repaint.latentMask().isEmpty();
        if (isNew && !kept().contains(part.box())) {
          repaints.put(tile, repaint);
          repainted = repainted.union(part.in(canvas, repaint.blurred(), 0, 0));
        }
      }
    }
    return chain(repaints, repainted);
  }

  private OutpaintChain chain(Map<PlacedTile, Repaint> repaints, Mask repainted) {
    Rectangle inside = new Rectangle(extended.size().width(), extended.size().height());
    return new OutpaintChain(
        request,
        List.of(new FilledTilesPass(request, extended, tiles, repaints)),
        extended,
        Mask.of(repainted.pixels().crop(inside)).union(extended.surroundings()));
  }

  private Repaint repaint(Mask mask, Mask latentMask, Rectangle box) {
    return new Repaint(
        Mask.of(mask.pixels().crop(box)),
        2.0 * mode.maskBlur(),
        2.0 * mode.maskBlur(),
        Mask.of(latentMask.pixels().crop(box)),
        mode.content(),
        request.denoisingStrength(),
        Compose.overlay());
  }

  /** Returns the part of the canvas that is not new: the original, and what rounding adds to it. */
  private Rectangle kept() {
    Margins margins = extended.margins();
    return new Rectangle(
        margins.left(),
        margins.up(),
        canvas.width() - margins.left() - margins.right(),
        canvas.height() - margins.up() - margins.down());
  }

  /**
   * Marks what is new and a border of the original. As the WebUI draws it, the row and column where
   * the border ends at the right and below are kept.
   */
  private Mask mask(int border) {
    Margins margins = extended.margins();
    Rectangle kept = kept();
    int left = margins.left() > 0 ? border : 0;
    int right = margins.right() > 0 ? border : 0;
    int up = margins.up() > 0 ? border : 0;
    int down = margins.down() > 0 ? border : 0;
    int width = kept.width - left - right + 1;
    int height = kept.height - up - down + 1;
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          ("fill() repaints a border of %d pixels along each growing edge, which is all of a"
                  + " picture of %s. Pass a smaller maskBlur, or use smooth().")
              .formatted(border, extended.original().size()));
    }
    return Mask.rectangle(canvas, new Rectangle(kept.x + left, kept.y + up, width, height))
        .invert();
  }
}
