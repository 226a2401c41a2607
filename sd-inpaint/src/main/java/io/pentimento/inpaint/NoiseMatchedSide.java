package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Seeds;
import java.awt.Point;
import java.awt.Rectangle;

/**
 * One side of the WebUI's "Outpainting mk2".
 *
 * @param request what was asked
 * @param origin where the picture before lies in the one after
 * @param result the size of the one after
 * @param mask what is filled with noise on a canvas that is rounded up to multiples of 64
 * @param crop the part of the canvas that is worked on
 * @param repaint how
 * @param noise what the new area starts from
 */
record NoiseMatchedSide(
    Outpaint request,
    Point origin,
    ImageSize result,
    Mask mask,
    Rectangle crop,
    Repaint repaint,
    MatchedNoise noise)
    implements OutpaintPass {
  @Override
  public int links() {
    return 1;
  }

  @Override
  public ImageSize size() {
    return repaint.size();
  }

  /** All sides have the same seed, as in the WebUI. */
  @Override
  public Pixels apply(Pixels picture, Seeds seeds, PictureChain.Link link) {
    Pixels canvas = picture.onCanvas(mask.size(), origin.x, origin.y);
    Pixels noisy = noise.fill(canvas, mask);
    Inpaint inpaint = repaint.request(request, noisy.crop(crop), seeds);
    Pixels made = Pixels.of(link.make(inpaint)).rgb();
    return new PicturePart(crop)
        .put(made, noisy)
        .crop(new Rectangle(result.width(), result.height()));
  }
}
