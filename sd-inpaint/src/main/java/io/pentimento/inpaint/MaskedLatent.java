package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import java.util.Optional;

/**
 * Keeps the unmasked part of a latent while the rest is sampled.
 *
 * @param init the clean latent that is started from, {@code [1 or batch, channels, h, w]}
 * @param repaint {@code [1, 1, h, w]}, 1 where the latent is repainted
 * @param kept {@code init} where it is not repainted and 0 where it is
 * @param extra the extra channels of an inpainting model
 */
record MaskedLatent(NDArray init, NDArray repaint, NDArray kept, Optional<NDArray> extra)
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
  public Denoiser wrap(Denoiser denoiser, Sampler.Family family) {
    return switch (family) {
      case SIGMA -> Denoiser.of((x, sigma) -> denoiser.estimate(x, sigma).map(this::blend));
      case TIMESTEP -> Denoiser.of((x, sigma) -> estimateBlended(denoiser, x, sigma));
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

  /**
   * Timestep samplers show the model a blended latent, of constant variance and with the clean
   * source in it, and apply the noise it finds there to their own latent: D' = x - (y - D(y)),
   * where y is the blended latent.
   */
  private Denoiser.Estimate estimateBlended(Denoiser denoiser, NDArray x, double sigma) {
    double scale = Math.sqrt(1 + sigma * sigma);
    NDArray blended = blend(x.div(scale)).mul(scale);
    return denoiser.estimate(blended, sigma).map(denoised -> x.sub(blended.sub(denoised)));
  }
}
