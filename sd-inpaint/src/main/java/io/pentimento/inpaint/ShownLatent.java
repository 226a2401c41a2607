package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import java.util.Optional;

/**
 * Leaves it to a model made for inpainting to keep what it is shown.
 *
 * @param source the clean latent that is started from, or empty to start from noise alone
 * @param extraChannels the mask and the latent of the picture without its masked part
 * @param pictures what becomes of the decoded pictures
 */
record ShownLatent(
    Optional<NDArray> source, Optional<NDArray> extraChannels, PictureFinish pictures)
    implements PlannedLatent {
  @Override
  public PictureFinish finish(NDArray latent) {
    return pictures;
  }
}
