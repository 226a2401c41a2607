package io.pentimento.inpaint;

import java.util.Arrays;

/**
 * How far the latents of a batch moved, which says what of its pictures shows.
 *
 * @param pixels what counts as a change
 * @param init the latents that were started from, one for each picture or one for all, {@code [1 or
 *     batch, channels, h, w]}
 * @param result the latents that were sampled, {@code [batch, channels, h, w]}
 * @param batch how many pictures there are
 */
record SoftChange(SoftPixelMask pixels, float[] init, float[] result, int batch) {
  /**
   * Returns what of a picture shows.
   *
   * @param index the picture's place in its batch
   * @param overlay the picture and the part of it that was worked on
   * @param mask the mask at the size that the model worked at
   */
  Mask shown(int index, Overlay overlay, Mask mask) {
    Mask part = pixels.of(row(init, index), row(result, index), mask.size());
    return overlay
        .crop()
        .map(crop -> SoftPixelMask.placed(part, crop, overlay.original().size()))
        .orElseGet(() -> part.resize(overlay.original().size()));
  }

  private float[] row(float[] latents, int index) {
    int length = result.length / batch;
    int row = latents.length == length ? 0 : index;
    return Arrays.copyOfRange(latents, row * length, (row + 1) * length);
  }
}
