package io.pentimento.inpaint;

import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;

/** A mask at the size of a latent: 1 where it is repainted, 0 where it is kept, row by row. */
final class LatentMask {
  private LatentMask() {}

  /** Returns the mask that blends latents: the bicubic average of the levels, rounded. */
  static float[] forBlending(Mask mask, int factor) {
    Pixels levels = mask.pixels();
    return rounded(
        Resampling.BICUBIC.resize(levels, levels.width() / factor, levels.height() / factor), 1);
  }

  /**
   * Returns the mask that inpainting models are given: the level of each cell's left upper pixel,
   * rounded.
   */
  static float[] forConditioning(Mask mask, int factor) {
    return rounded(mask.pixels(), factor);
  }

  /** Returns the mask of pixels that inpainting models are not shown. */
  static float[] ofPixels(Mask mask) {
    return rounded(mask.pixels(), 1);
  }

  private static float[] rounded(Pixels levels, int stride) {
    int columns = levels.width() / stride;
    int rows = levels.height() / stride;
    float[] values = new float[columns * rows];
    for (int i = 0; i < values.length; i++) {
      values[i] = levels.sample(i % columns * stride, i / columns * stride, 0) >= 128 ? 1 : 0;
    }
    return values;
  }
}
