package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureTiles;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans {@link OutpaintMode#smooth} and {@link OutpaintMode#extend}: the picture grows ring by
 * ring, each at most half as wide as the model sees, and each ring is painted in tiles, those first
 * that show most of what is there.
 */
final class RingsOfTiles {
  /**
   * How many times as long as what the model sees at once a picture may be to get an overview;
   * enlarged more than that, it would be too blurred to start from.
   */
  private static final double LARGEST_ENLARGEMENT = 2.5;

  /** How much tiles replace of an overview: enough for detail, too little for other things. */
  private static final double REFINING_STRENGTH = 0.4;

  private final Outpaint request;
  private final LatentSpace space;
  private final ExtendedPicture extended;
  private final ImageSize canvas;
  private final PaintedArea painted;
  private final boolean whole;
  private final int seam;
  private final boolean atOnce;
  private final boolean refines;
  private Mask repainted;

  RingsOfTiles(Outpaint request, LatentSpace space) {
    this.request = request;
    this.space = space;
    this.extended =
        ExtendedPicture.of(Pixels.of(request.image()), request.background(), request.margins());
    int room = space.factor() - 1;
    this.canvas = new ImageSize(extended.size().width() + room, extended.size().height() + room);
    this.painted = new PaintedArea(canvas, extended.place());
    this.repainted = Mask.none(canvas);
    this.whole = request.mode() instanceof OutpaintMode.Extended;
    this.seam =
        request.mode() instanceof OutpaintMode.Extended one
            ? one.seam()
            : ((OutpaintMode.Smooth) request.mode()).seam();
    this.atOnce = paintsAtOnce();
    this.refines = !atOnce && enlargement() <= LARGEST_ENLARGEMENT;
  }

  /** Tells whether the model sees the whole result, or is made to. */
  private boolean paintsAtOnce() {
    ImageSize onGrid =
        new ImageSize(onGrid(extended.size().width()), onGrid(extended.size().height()));
    return whole || tile(onGrid).equals(onGrid);
  }

  private double enlargement() {
    return Math.max(
        extended.size().width() / (double) limit().width(),
        extended.size().height() / (double) limit().height());
  }

  private Optional<Overview> overview() {
    if (!refines) {
      return Optional.empty();
    }
    ImageSize small =
        new ImageSize(
            nearest(extended.size().width() / enlargement()),
            nearest(extended.size().height() / enlargement()));
    Mask missing = extended.surroundings();
    Mask mask = missing.resize(small);
    Repaint repaint =
        new Repaint(
            mask, 0, 0, wholeCells(mask), MaskedContent.ORIGINAL, request.denoisingStrength());
    return Optional.of(new Overview(missing, repaint));
  }

  OutpaintChain chain() {
    List<Ring> rings = new ArrayList<>();
    Optional<Overview> overview = overview();
    Rectangle known = extended.place();
    if (overview.isPresent()) {
      known = bounds(extended.size());
      rings.add(ring(known, known));
    }
    while (!known.getSize().equals(bounds(extended.size()).getSize())) {
      Rectangle grown = atOnce ? bounds(extended.size()) : grown(known);
      rings.add(ring(known, grown));
      known = grown;
    }
    RingsPass pass = new RingsPass(request, extended, canvas, overview, rings);
    Mask cut = Mask.of(repainted.pixels().crop(bounds(extended.size())));
    return new OutpaintChain(request, List.of(pass), extended, cut);
  }

  private static Rectangle bounds(ImageSize size) {
    return new Rectangle(size.width(), size.height());
  }

  /** Every side grows by at most half a tile, in steps that are about equal. */
  private Rectangle grown(Rectangle known) {
    ImageSize limit = limit();
    int left = step(known.x, limit.width());
    int up = step(known.y, limit.height());
    int right = step(extended.size().width() - known.x - known.width, limit.width());
    int down = step(extended.size().height() - known.y - known.height, limit.height());
    return new Rectangle(
        known.x - left, known.y - up, left + known.width + right, up + known.height + down);
  }

  private static int step(int rest, int tile) {
    int most = Math.max(1, tile / 2);
    int steps = (rest + most - 1) / most;
    return steps == 0 ? 0 : (rest + steps - 1) / steps;
  }

  private ImageSize limit() {
    return request.size().orElseGet(() -> new ImageSize(space.nativeSide(), space.nativeSide()));
  }

  private Ring ring(Rectangle known, Rectangle grown) {
    List<Rectangle> boxes = boxes(grown);
    List<NewTile> tiles = new ArrayList<>();
    Optional<Rectangle> next = next(boxes, grown);
    while (next.isPresent()) {
      tiles.add(tile(next.get(), grown));
      painted.paint(next.get().intersection(grown));
      next = next(boxes, grown);
    }
    Rectangle withRoom = new Rectangle(grown);
    boxes.forEach(withRoom::add);
    return new Ring(known, withRoom, tiles);
  }

  /** Returns tiles that cover a picture and overlap by at least a quarter. */
  private List<Rectangle> boxes(Rectangle grown) {
    ImageSize onGrid = new ImageSize(onGrid(grown.width), onGrid(grown.height));
    ImageSize tile = whole ? onGrid : tile(onGrid);
    PictureTiles tiles = new PictureTiles(onGrid, tile, Math.min(tile.width(), tile.height()) / 4);
    List<Rectangle> boxes = new ArrayList<>();
    for (int row = 0; row < tiles.rows(); row++) {
      for (int column = 0; column < tiles.columns(); column++) {
        Rectangle box = new PlacedTile(column, row).part(tiles).box();
        box.translate(grown.x, grown.y);
        boxes.add(box);
      }
    }
    return boxes;
  }

  /** A side that is a quarter longer than the model's is still done at once. */
  private ImageSize tile(ImageSize grown) {
    ImageSize limit = limit();
    return new ImageSize(side(grown.width(), limit.width()), side(grown.height(), limit.height()));
  }

  private int side(int grown, int limit) {
    boolean fits = request.size().isEmpty() && 4 * grown <= 5 * limit;
    return fits ? grown : Math.min(grown, limit);
  }

  private int onGrid(int length) {
    int factor = space.factor();
    return (length + factor - 1) / factor * factor;
  }

  private Optional<Rectangle> next(List<Rectangle> boxes, Rectangle grown) {
    Optional<Rectangle> best = Optional.empty();
    int most = -1;
    for (Rectangle box : boxes) {
      Rectangle inside = box.intersection(grown);
      int known = painted.count(inside);
      if (known > most && known < inside.width * inside.height) {
        best = Optional.of(box);
        most = known;
      }
    }
    return best;
  }

  private NewTile tile(Rectangle box, Rectangle grown) {
    PicturePart part = new PicturePart(box);
    Mask missing = painted.missing(box, grown);
    int blend = Math.min(box.width, box.height) / 8;
    Mask mask = painted.faded(missing, box, seam, blend);
    repainted = repainted.union(part.in(canvas, mask, 0, 0));
    ImageSize working = working(mask.size());
    space.check(working);
    MaskedContent content = whole ? MaskedContent.FILL : MaskedContent.ORIGINAL;
    Mask latentMask = wholeCells(mask.resize(working));
    double strength =
        refines
            ? Math.min(REFINING_STRENGTH, request.denoisingStrength())
            : request.denoisingStrength();
    Repaint repaint = new Repaint(mask, 0, 0, latentMask, content, strength);
    return new NewTile(part, missing, repaint, !refines && !whole);
  }

  /** What is much smaller than the pictures that a model knows is painted enlarged. */
  private ImageSize working(ImageSize tile) {
    if (whole) {
      return request.size().orElse(tile);
    }
    ImageSize limit = limit();
    double scale =
        Math.min(limit.width() / (double) tile.width(), limit.height() / (double) tile.height());
    return scale < 1.25
        ? tile
        : new ImageSize(nearest(tile.width() * scale), nearest(tile.height() * scale));
  }

  private int nearest(double length) {
    return (int) Math.max(1, Math.round(length / space.factor())) * space.factor();
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
