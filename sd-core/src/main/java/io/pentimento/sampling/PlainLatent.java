package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A plan at work that blends nothing.
 *
 * @param source the clean latent that is started from, or empty to start from noise
 * @param extraChannels channels that the U-Net takes beside the latent
 * @param pictures what becomes of the decoded pictures
 */
record PlainLatent(
    Optional<NDArray> source, Optional<NDArray> extraChannels, PictureFinish pictures)
    implements PlannedLatent {
  @Override
  public PictureFinish finish(NDArray latent) {
    return pictures;
  }
}
