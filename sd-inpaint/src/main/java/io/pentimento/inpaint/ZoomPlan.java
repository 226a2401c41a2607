package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans {@link OutpaintMode#smooth} and {@link OutpaintMode#extend}: the extended picture is first
 * painted as small as the model sees at once, which settles what lies where; then it is enlarged,
 * step by step, and painted in tiles that add detail.
 */
final class ZoomPlan {
  /** Enlarged by more than this, a picture is too blurred to start from. */
  private static final double LARGEST_ENLARGEMENT = 2.5;

  private final Outpaint request;
  private final LatentSpace space;
  private final ExtendedPicture extended;
  private final ImageSize limit;
  private final boolean whole;
  private final int seam;

  ZoomPlan(Outpaint request, LatentSpace space) {
    this.request = request;
    this.space = space;
    this.extended =
        ExtendedPicture.of(Pixels.of(request.image()), request.background(), request.margins());
    this.limit =
        request.size().orElseGet(() -> new ImageSize(space.nativeSide(), space.nativeSide()));
    space.check(limit);
    this.whole = request.mode() instanceof OutpaintMode.Extended;
    this.seam =
        request.mode() instanceof OutpaintMode.Extended one
            ? one.seam()
            : ((OutpaintMode.Smooth) request.mode()).seam();
  }

  OutpaintChain chain() {
    List<ZoomLevel> levels = new ArrayList<>();
    List<ImageSize> sizes = sizes();
    LevelTiles last = tiles(sizes.get(0));
    levels.add(first(last));
    for (ImageSize size : sizes.subList(1, sizes.size())) {
      last = tiles(size);
      levels.add(last.refining());
    }
    ZoomPass pass = new ZoomPass(request, extended, levels);
    return new OutpaintChain(request, List.of(pass), extended, last.repainted());
  }

  private ZoomLevel first(LevelTiles tiles) {
    if (whole) {
      return tiles.wholePicture(request.size());
    }
    return tiles.fitsAtOnce() ? tiles.atOnce() : tiles.refining();
  }

  private LevelTiles tiles(ImageSize size) {
    double scale = size.width() / (double) extended.size().width();
    return new LevelTiles(request, space, limit, missing(size), (int) Math.round(seam * scale));
  }

  /** Marks every pixel at a size that has something new in it. */
  private Mask missing(ImageSize size) {
    return extended.surroundings().resize(size).threshold(1);
  }

  /** Returns the sizes to paint at, from the smallest. */
  private List<ImageSize> sizes() {
    ImageSize result = extended.size();
    double enlargement =
        Math.max(
            result.width() / (double) limit.width(), result.height() / (double) limit.height());
    List<ImageSize> sizes = new ArrayList<>();
    if (!whole && !tiles(result).fitsAtOnce()) {
      int steps = (int) Math.ceil(Math.log(enlargement) / Math.log(LARGEST_ENLARGEMENT));
      for (int step = 0; step < steps; step++) {
        double scale = Math.pow(enlargement, (step - steps) / (double) steps);
        sizes.add(
            new ImageSize(
                LatentGrid.nearest(space, result.width() * scale),
                LatentGrid.nearest(space, result.height() * scale)));
      }
    }
    // What is thinner than a pixel need not be painted that small.
    sizes.removeIf(size -> missing(size).isEmpty());
    sizes.add(result);
    return sizes;
  }
}
