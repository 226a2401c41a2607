package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/** A {@link LatentPlan} at work in one run. Its arrays live in the run's scope. */
public interface PlannedLatent {
  /**
   * A plan that starts from noise alone. Inpainting models get the extra channels of a picture that
   * is masked everywhere.
   *
   * @throws IllegalArgumentException if the model's extra channels want a picture
   */
  static PlannedLatent fromNoise(LatentContext context, int width, int height) {
    Optional<NDArray> extra = MaskedPictureChannels.ofNothing(context, width, height);
    return new PlannedLatent() {
      @Override
      public Optional<NDArray> extraChannels() {
        return extra;
      }
    };
  }

  /**
   * A plan that starts from a source with noise added, and blends nothing. Inpainting models get
   * the extra channels of a picture that is masked everywhere.
   *
   * @param source the clean latent, {@code [1 or batch, channels, h, w]}
   * @throws IllegalArgumentException if the model's extra channels want a picture
   */
  static PlannedLatent fromSource(LatentContext context, NDArray source, int width, int height) {
    Optional<NDArray> extra = MaskedPictureChannels.ofNothing(context, width, height);
    return new PlannedLatent() {
      @Override
      public Optional<NDArray> source() {
        return Optional.of(source);
      }

      @Override
      public Optional<NDArray> extraChannels() {
        return extra;
      }
    };
  }

  /**
   * A plan that starts from a source with noise added and edits a picture by instruction.
   *
   * @param source the clean latent, {@code [1 or batch, channels, h, w]}
   * @param picture the picture's latent as {@link LatentContext#encodeUnscaled} makes it
   */
  static PlannedLatent edited(NDArray source, NDArray picture) {
    return new PlannedLatent() {
      @Override
      public Optional<NDArray> source() {
        return Optional.of(source);
      }

      @Override
      public Optional<NDArray> editedPicture() {
        return Optional.of(picture);
      }
    };
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
   */
  default Denoiser wrap(Denoiser denoiser, Sampler.Family family) {
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
}
