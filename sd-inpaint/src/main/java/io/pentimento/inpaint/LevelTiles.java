package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureTiles;
import io.pentimento.sampling.LatentSpace;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans the tiles in which an extended picture is painted at one size. */
final class LevelTiles {
  /**
   * How much tiles replace of a smaller picture: enough for detail, too little for other things.
   */
  private static final double REFINING_STRENGTH = 0.4;

  private static final double TOLERATED = 1.25;

  private final Outpaint request;
  private final LatentSpace space;
  private final ImageSize limit;
  private final Mask missing;
  private final int seam;
  private final ImageSize onGrid;
  private final PaintedArea painted;
  private Mask repainted;

  /**
   * Prepares to plan one size.
   *
   * @param limit what the model sees at once
   * @param missing what is new
   * @param seam how far into the picture that may blend
   */
  LevelTiles(Outpaint request, LatentSpace space, ImageSize limit, Mask missing, int seam) {
    this.request = request;
    this.space = space;
    this.limit = limit;
    this.missing = missing;
    this.seam = seam;
    this.onGrid =
        new ImageSize(
            LatentGrid.roundedUp(space, missing.size().width()),
            LatentGrid.roundedUp(space, missing.size().height()));
    this.painted = new PaintedArea(missing, onGrid);
    this.repainted = Mask.none(onGrid);
  }

  /** Returns what may change of the picture by the tiles planned so far. */
  Mask repainted() {
    return Mask.of(
        repainted.pixels().crop(new Rectangle(missing.size().width(), missing.size().height())));
  }

  /**
   * Tells whether the model sees this size at once. Its own may be exceeded by a quarter, a size
   * that was asked for may not.
   */
  boolean fitsAtOnce() {
    double tolerated = request.size().isPresent() ? 1 : TOLERATED;
    return onGrid.width() <= tolerated * limit.width()
        && onGrid.height() <= tolerated * limit.height();
  }

  /** Plans one tile that starts from the edges; if it is small, the model sees it enlarged. */
  ZoomLevel atOnce() {
    double scale =
        Math.min(
            limit.width() / (double) onGrid.width(), limit.height() / (double) onGrid.height());
    ImageSize working =
        scale < TOLERATED
            ? onGrid
            : new ImageSize(
                LatentGrid.nearest(space, onGrid.width() * scale),
                LatentGrid.nearest(space, onGrid.height() * scale));
    return level(
        List.of(
            tile(
                new Rectangle(onGrid.width(), onGrid.height()),
                working,
                MaskedContent.ORIGINAL,
                request.denoisingStrength(),
                true)));
  }

  /** Plans one tile of any size that starts from the colours around, as a model inpaints. */
  ZoomLevel wholePicture(Optional<ImageSize> working) {
    return level(
        List.of(
            tile(
                new Rectangle(onGrid.width(), onGrid.height()),
                working.orElse(onGrid),
                MaskedContent.FILL,
                request.denoisingStrength(),
                false)));
  }

  /** Plans tiles that start from a smaller picture, those first that show most of what is there. */
  ZoomLevel refining() {
    double strength = Math.min(REFINING_STRENGTH, request.denoisingStrength());
    List<Rectangle> boxes = boxes();
    List<NewTile> tiles = new ArrayList<>();
    Optional<Rectangle> next = next(boxes);
    while (next.isPresent()) {
      Rectangle box = next.get();
      ImageSize size = new ImageSize(box.width, box.height);
      tiles.add(tile(box, size, MaskedContent.ORIGINAL, strength, false));
      next = next(boxes);
    }
    return level(tiles);
  }

  private ZoomLevel level(List<NewTile> tiles) {
    return new ZoomLevel(missing, onGrid, tiles);
  }

  /** Returns tiles that cover the picture and overlap by at least a quarter. */
  private List<Rectangle> boxes() {
    PictureTiles tiles =
        new PictureTiles(onGrid, limit, Math.min(limit.width(), limit.height()) / 4);
    List<Rectangle> boxes = new ArrayList<>();
    for (int row = 0; row < tiles.rows(); row++) {
      for (int column = 0; column < tiles.columns(); column++) {
        boxes.add(new PlacedTile(column, row).part(tiles).box());
      }
    }
    return boxes;
  }

  private Optional<Rectangle> next(List<Rectangle> boxes) {
    Optional<Rectangle> best = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (Rectangle box : boxes) {
      int unpainted = painted.countMissing(box);
      if (unpainted > 0 && unpainted < least) {
        best = Optional.of(box);
        least = unpainted;
      }
    }
    return best;
  }

  private NewTile tile(
      Rectangle box, ImageSize working, MaskedContent content, double strength, boolean fromEdges) {
    space.check(working);
    PicturePart part = new PicturePart(box);
    Mask fresh = painted.missing(box);
    Mask mask = painted.faded(fresh, box, seam, Math.min(box.width, box.height) / 8);
    painted.paint(box);
    repainted = repainted.union(part.in(onGrid, mask, 0, 0));
    Mask latentMask = wholeCells(mask.resize(working));
    if (latentMask.isEmpty()) {
      throw new IllegalArgumentException(
          "At a size of %s, nothing is seen of what is new in %s. Ask for a larger size."
              .formatted(working, onGrid));
    }
    return new NewTile(
        part,
        fresh,
        new Repaint(
            mask,
            0,
            0,
            latentMask,
            content,
            strength,
            content == MaskedContent.FILL ? Compose.overlay() : Compose.seamless()),
        fromEdges);
  }

  /** Marks every cell of the latent of which a pixel is at least half marked. */
  private Mask wholeCells(Mask mask) {
    int factor = space.factor();
    int width = mask.size().width();
    byte[] levels = mask.pixels().samples();
    int columns = width / factor;
    boolean[] cells = new boolean[columns * (mask.size().height() / factor)];
    for (int i = 0; i < levels.length; i++) {
      int cell = i / width / factor * columns + i % width / factor;
      cells[cell] |= (levels[i] & 0xff) >= 128;
    }
    byte[] marked = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      marked[i] = (byte) (cells[i / width / factor * columns + i % width / factor] ? 255 : 0);
    }
    return Mask.of(mask.size(), marked);
  }
}
