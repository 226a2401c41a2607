package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Seeds;
import java.awt.Rectangle;
import java.util.List;

/**
 * The only pass of {@link OutpaintMode#smooth} and {@link OutpaintMode#extend}.
 *
 * @param request what was asked
 * @param extended where the original lies in the result
 * @param levels the sizes at which the result is painted, growing, the last one its own
 */
record ZoomPass(Outpaint request, ExtendedPicture extended, List<ZoomLevel> levels)
    implements OutpaintPass {
  /** Copies the list. */
  ZoomPass {
    levels = List.copyOf(levels);
  }

  @Override
  public int links() {
    return levels.stream().mapToInt(level -> level.tiles().size()).sum();
  }

  @Override
  public ImageSize size() {
    return levels.get(0).tiles().get(0).repaint().size();
  }

  @Override
  public Pixels apply(Pixels picture, Seeds seeds, PictureChain.Link link) {
    Rectangle place = extended.place();
    Rectangle whole = new Rectangle(extended.size().width(), extended.size().height());
    Pixels onCanvas = picture.onCanvas(extended.size(), place.x, place.y);
    Pixels drawn = EdgeContinuation.draw(onCanvas, place, whole);
    Pixels made = drawn;
    long seed = seeds.first();
    for (int i = 0; i < levels.size(); i++) {
      ZoomLevel level = levels.get(i);
      Pixels start = i == 0 ? level.fromEdges(drawn) : level.fromSmaller(drawn, made);
      made = level.paint(request, start, seeds.withFirst(seed), link);
      seed += level.tiles().size();
    }
    return made;
  }
}
