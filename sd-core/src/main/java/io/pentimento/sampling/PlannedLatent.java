package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** A {@link LatentPlan} at work in one run. Its arrays live in the run's scope. */
public interface PlannedLatent {
  /**
   * A plan that starts from noise alone. Inpainting models get the extra channels of a picture that
   * is masked everywhere.
   *
   * @throws IllegalArgumentException if the model's extra channels want a picture
   */
  static PlannedLatent fromNoise(LatentContext context, int width, int height) {
    return new PlainLatent(
        Optional.empty(),
        MaskedPictureChannels.ofNothing(context, width, height),
        PictureFinish.asDecoded());
  }

  /**
   * A plan that starts from a source with noise added, and blends nothing. Inpainting models get
   * the extra channels of a picture that is masked everywhere.
   *
   * @param source the clean latent, {@code [1 or batch, channels, h, w]}
   * @param finish what becomes of the decoded pictures
   * @throws IllegalArgumentException if the model's extra channels want a picture
   */
  static PlannedLatent fromSource(
      LatentContext context, NDArray source, int width, int height, PictureFinish finish) {
    return new PlainLatent(
        Optional.of(source), MaskedPictureChannels.ofNothing(context, width, height), finish);
  }

  /**
   * A plan that starts from a source with noise added and edits a picture by instruction.
   *
   * @param source the clean latent, {@code [1 or batch, channels, h, w]}
   * @param picture the picture's latent as {@link LatentContext#encodeUnscaled} makes it
   * @param finish what becomes of the decoded pictures
   */
  static PlannedLatent edited(NDArray source, NDArray picture, PictureFinish finish) {
    return new EditedLatent(source, picture, finish);
  }

  /**
   * Returns the clean latent to which noise is added, {@code [1 or batch, channels, h, w]}, or
   * empty to start from noise.
   */
  default Optional<NDArray> source() {
    return Optional.empty();
  }

  /**
   * Returns channels that the U-Net takes beside the latent, {@code [1 or batch, extra, h, w]}, for
   * inpainting models.
   */
  default Optional<NDArray> extraChannels() {
    return Optional.empty();
  }

  /**
   * Returns the picture that a model edits by instruction, which it takes beside the latent and
   * which has a guidance of its own, {@code [1 or batch, channels, h, w]}.
   */
  default Optional<NDArray> editedPicture() {
    return Optional.empty();
  }

  /**
   * Wraps the guided denoiser, for instance to blend its estimates with the source.
   *
   * @param family what the sampler's latent means; the denoiser's own latent is always clean latent
   *     + sigma × noise
   * @param timestep gives the timestep, 0 to 999, at which the network is called for a sigma
   */
  default Denoiser wrap(Denoiser denoiser, Sampler.Family family, DoubleUnaryOperator timestep) {
    return denoiser;
  }

  /**
   * Changes the latent between two steps.
   *
   * @param x the latent with which a step ended, scaled as the family says
   * @param family what the sampler's latent means
   * @param sigma the level at which the next step begins, or the last one ended
   * @return the latent to go on with
   */
  default NDArray afterStep(NDArray x, Sampler.Family family, double sigma) {
    return x;
  }

  /** Changes the final latent before it is decoded. */
  default NDArray afterSampling(NDArray latent) {
    return latent;
  }

  /**
   * Says what becomes of the decoded pictures; called once, with the latent that is decoded, while
   * the run's scope is open. What is returned outlives that scope and so keeps no array.
   *
   * @param latent the final latent, {@code [batch, channels, h, w]}
   */
  default PictureFinish finish(NDArray latent) {
    return PictureFinish.asDecoded();
  }
}
