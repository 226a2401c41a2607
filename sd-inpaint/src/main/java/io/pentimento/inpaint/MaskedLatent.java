package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Keeps the unmasked part of a latent while the rest is sampled.
 *
 * @param init the clean latent that is started from, {@code [1 or batch, channels, h, w]}
 * @param repaint {@code [1, 1, h, w]}, 1 where the latent is repainted
 * @param kept {@code init} where it is not repainted and 0 where it is
 * @param extra the extra channels of an inpainting model
 * @param pictures what becomes of the decoded pictures
 */
record MaskedLatent(
    NDArray init, NDArray repaint, NDArray kept, Optional<NDArray> extra, PictureFinish pictures)
    implements PlannedLatent {
  @Override
  public Optional<NDArray> source() {
    return Optional.of(init);
  }

  @Override
  public Optional<NDArray> extraChannels() {
    return extra;
  }

  @Override
  public Denoiser wrap(Denoiser denoiser, Sampler.Family family, DoubleUnaryOperator timestep) {
    return switch (family) {
      case SIGMA -> Denoiser.of((x, sigma) -> denoiser.estimate(x, sigma).map(this::blend));
      case TIMESTEP -> ShownBlend.wrap(denoiser, (y, sigma) -> blend(y));
    };
  }

  @Override
  public NDArray afterSampling(NDArray latent) {
    return blend(latent);
  }

  /** The activation comes first in each operation, so that results belong to its scope. */
  private NDArray blend(NDArray latent) {
    return latent.mul(repaint).add(kept);
  }

  @Override
  public PictureFinish finish(NDArray latent) {
    return pictures;
  }
}
