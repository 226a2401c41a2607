package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * Maps a noisy latent to an estimate of the clean one. Epsilon or v conversion, guidance and mask
 * blending all wrap a denoiser in another; a {@link Sampler} knows none of them.
 *
 * <p>This is D(x; sigma) of Karras et al. 2022, "Elucidating the Design Space of Diffusion-Based
 * Generative Models", section 2.
 */
@FunctionalInterface
public interface Denoiser {
  /**
   * Estimates the clean latent.
   *
   * @param x the latent with noise of standard deviation {@code sigma} added, {@code [batch,
   *     channels, height / f, width / f]}, float32, f being the autoencoder's factor
   * @param sigma the noise level, in standard deviations of the latent
   * @return the denoised latent, of the same shape, on the manager of {@code x}
   */
  NDArray denoise(NDArray x, double sigma);
}
