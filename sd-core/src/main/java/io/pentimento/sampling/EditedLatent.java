package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * A plan at work that edits a picture by instruction.
 *
 * @param clean the clean latent that is started from
 * @param picture the latent of the picture that is edited
 * @param pictures what becomes of the decoded pictures
 */
record EditedLatent(NDArray clean, NDArray picture, PictureFinish pictures)
    implements PlannedLatent {
  @Override
  public Optional<NDArray> source() {
    return Optional.of(clean);
  }

  @Override
  public Optional<NDArray> editedPicture() {
    return Optional.of(picture);
  }

  @Override
  public PictureFinish finish(NDArray latent) {
    return pictures;
  }
}
