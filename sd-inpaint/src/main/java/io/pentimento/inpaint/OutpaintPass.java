package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Seeds;

/** One step of an outpainting: a picture becomes a picture, which may be larger. */
interface OutpaintPass {
  /** Returns how many requests this runs. */
  int links();

  /** Returns the size that the network works at. */
  ImageSize size();

  /** Returns what becomes of an RGB picture. */
  Pixels apply(Pixels picture, Seeds seeds, PictureChain.Link link);
}
