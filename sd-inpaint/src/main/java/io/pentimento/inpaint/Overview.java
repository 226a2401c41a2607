package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.sampling.Seeds;

/**
 * The whole extended picture, painted at a size that the model sees at once: it settles what lies
 * where, and tiles then give it detail.
 *
 * @param missing what is new, of the result's size
 * @param repaint how it is painted, at the small size
 */
record Overview(Mask missing, Repaint repaint) {
  /** Returns an extended picture of the result's size, its new area painted coarsely. */
  Pixels paint(Outpaint request, Pixels prepared, Seeds seeds, PictureChain.Link link) {
    ImageSize small = repaint.size();
    Pixels start =
        EdgeContinuation.soften(
            Resampling.LANCZOS.resize(prepared, small.width(), small.height()),
            missing.resize(small).threshold(128),
            seeds.first());
    Pixels made = Pixels.of(link.make(repaint.request(request, start, seeds))).rgb();
    ImageSize size = missing.size();
    Pixels enlarged = Resampling.LANCZOS.resize(made, size.width(), size.height());
    return Compositing.mix(enlarged, prepared, missing.pixels());
  }
}
