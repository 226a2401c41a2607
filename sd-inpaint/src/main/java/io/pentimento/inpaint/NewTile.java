package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Seeds;

/**
 * A part of an extended picture that is painted at once.
 *
 * @param part where it lies
 * @param missing what is new
 * @param repaint how it is painted
 * @param fromEdges whether it starts from what is beside it, not from an {@link Overview}
 */
record NewTile(PicturePart part, Mask missing, Repaint repaint, boolean fromEdges) {
  /** Returns the picture with this part painted. */
  Pixels paint(Outpaint request, Pixels canvas, Seeds seeds, PictureChain.Link link) {
    Pixels before = canvas.crop(part.box());
    Pixels start = fromEdges ? EdgeContinuation.soften(before, missing, seeds.first()) : before;
    Pixels made = Pixels.of(link.make(repaint.request(request, start, seeds))).rgb();
    return part.put(made, canvas);
  }
}
