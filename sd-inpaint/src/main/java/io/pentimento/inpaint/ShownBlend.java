package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import io.pentimento.sampling.Denoiser;

/**
 * Shows a model a blended latent, for samplers that count in timesteps: they apply the noise that
 * the model finds there to their own latent. So D' = x - (y - D(y)), where y is the blended latent.
 */
final class ShownBlend {
  private ShownBlend() {}

  /** Blends a latent with the one that was started from. */
  @FunctionalInterface
  interface Blend {
    /**
     * Blends.
     *
     * @param latent a noisy latent scaled to constant variance, {@code [batch, channels, h, w]}
     * @param sigma its noise level
     * @return the blend, on the latent's manager
     */
    NDArray at(NDArray latent, double sigma);
  }

  /** Wraps a denoiser. The latent that was started from is blended in as it is, without noise. */
  static Denoiser wrap(Denoiser denoiser, Blend blend) {
    return Denoiser.of(
        (x, sigma) -> {
          double scale = Math.sqrt(1 + sigma * sigma);
          NDArray shown = blend.at(x.div(scale), sigma).mul(scale);
          return denoiser.estimate(shown, sigma).map(denoised -> x.sub(shown.sub(denoised)));
        });
  }
}
