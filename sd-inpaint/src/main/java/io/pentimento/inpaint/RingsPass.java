package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Seeds;
import java.awt.Rectangle;
import java.util.List;
import java.util.Optional;

/**
 * The only pass of {@link OutpaintMode#smooth} and {@link OutpaintMode#extend}.
 *
 * @param request what was asked
 * @param extended where the original lies in the result
 * @param canvas the result, and room for the latent grid at the right and below
 * @param overview what settles the new area first, if it is painted in more than one part
 * @param rings what it grows by, from the inside
 */
record RingsPass(
    Outpaint request,
    ExtendedPicture extended,
    ImageSize canvas,
    Optional<Overview> overview,
    List<Ring> rings)
    implements OutpaintPass {
  /** Copies the list. */
  RingsPass {
    rings = List.copyOf(rings);
  }

  @Override
  public int links() {
    int tiles = rings.stream().mapToInt(ring -> ring.tiles().size()).sum();
    return tiles + (overview.isPresent() ? 1 : 0);
  }

  @Override
  public ImageSize size() {
    return overview
        .map(Overview::repaint)
        .orElseGet(() -> rings.get(0).tiles().get(0).repaint())
        .size();
  }

  /** Each tile has the seed after the one before, or else neighbours would look alike. */
  @Override
  public Pixels apply(Pixels picture, Seeds seeds, PictureChain.Link link) {
    Rectangle place = extended.place();
    Pixels grown = picture.onCanvas(canvas, place.x, place.y);
    long seed = seeds.first();
    if (overview.isPresent()) {
      Rectangle whole = new Rectangle(extended.size().width(), extended.size().height());
      Pixels prepared = EdgeContinuation.draw(grown, place, whole).crop(whole);
      grown = overview.get().paint(request, prepared, seeds, link).onCanvas(canvas, 0, 0);
      seed++;
    }
    for (Ring ring : rings) {
      grown = EdgeContinuation.draw(grown, ring.known(), ring.grown());
      for (NewTile tile : ring.tiles()) {
        grown = tile.paint(request, grown, seeds.withFirst(seed), link);
        seed++;
      }
    }
    return grown.crop(new Rectangle(extended.size().width(), extended.size().height()));
  }
}
