package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Seeds;

/**
 * How one part of an outpainting is repainted.
 *
 * @param mask what is repainted, of the part's size
 * @param blurX how far the mask is blurred along the rows
 * @param blurY how far along the columns
 * @param latentMask what of the latent is free, of the size worked at
 * @param content what it starts from
 * @param strength how much of that is replaced, in [0, 1]
 * @param compose how it is joined with what is there
 */
record Repaint(
    Mask mask,
    double blurX,
    double blurY,
    Mask latentMask,
    MaskedContent content,
    double strength,
    Compose compose) {
  /** Returns what may change of the part: where it is 0, the part keeps its bytes. */
  Mask blurred() {
    return mask.feather(blurX, blurY);
  }

  /** Returns the size that the network works at. */
  ImageSize size() {
    return latentMask.size();
  }

  /**
   * Returns the request that repaints a part, in the name of an outpainting. Its mask is blurred
   * already, so that it is as planned whatever the conventions.
   */
  Inpaint request(Outpaint asked, Pixels part, Seeds seeds) {
    return Inpaint.builder(part.toImage(), blurred(), asked.prompt())
        .negativePrompt(asked.negativePrompt())
        .sampling(asked.sampling().withSeeds(seeds).withBatch(1))
        .maskBlur(0)
        .latentMask(latentMask)
        .compose(compose)
        .maskedContent(content)
        .denoisingStrength(strength)
        .size(size().width(), size().height())
        .build();
  }
}
