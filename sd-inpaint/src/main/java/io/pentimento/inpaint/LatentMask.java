package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;

/**
 * Masks as numbers: 1 where it is repainted, 0 where it is kept, row by row.
 *
 * @param soft whether there is something between, as soft inpainting wants it; else numbers are
 *     rounded
 */
record LatentMask(boolean soft) {
  /** Returns the mask that blends latents: the bicubic average of the levels. */
  float[] forBlending(Mask mask, ImageSize latent) {
    Pixels levels = mask.pixels();
    return numbers(Resampling.BICUBIC.resize(levels, latent.width(), latent.height()), 1);
  }

  /**
   * Returns the mask that inpainting models are given: the level of each cell's left upper pixel.
   */
  float[] forConditioning(Mask mask, int factor) {
    return numbers(mask.pixels(), factor);
  }

  /** Returns the mask of pixels that inpainting models are not shown. */
  float[] ofPixels(Mask mask) {
    return numbers(mask.pixels(), 1);
  }

  private float[] numbers(Pixels levels, int stride) {
    int columns = levels.width() / stride;
    int rows = levels.height() / stride;
    float[] values = new float[columns * rows];
    for (int i = 0; i < values.length; i++) {
      int level = levels.sample(i % columns * stride, i / columns * stride, 0);
      values[i] = soft ? level / 255f : level >= 128 ? 1 : 0;
    }
    return values;
  }
}
