package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

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

  /**
   * Estimates the clean latent with and without guidance, for the few samplers that need both.
   *
   * @return both estimates; the same one twice where a denoiser knows no difference
   */
  default Estimate estimate(NDArray x, double sigma) {
    NDArray denoised = denoise(x, sigma);
    return new Estimate(denoised, denoised);
  }

  /**
   * Two estimates of one clean latent.
   *
   * @param denoised with guidance
   * @param unguided of the negative prompt alone
   */
  record Estimate(NDArray denoised, NDArray unguided) {
    /** Returns both estimates changed in the same way. */
    public Estimate map(UnaryOperator<NDArray> change) {
      NDArray changed = change.apply(denoised);
      return new Estimate(changed, unguided == denoised ? changed : change.apply(unguided));
    }
  }

  /** Estimates with and without guidance; can be a lambda. */
  @FunctionalInterface
  interface Estimator {
    /** Estimates the clean latent as {@link Denoiser#estimate} does. */
    Estimate estimate(NDArray x, double sigma);
  }

  /** A denoiser that knows its estimate without guidance. */
  static Denoiser of(Estimator estimator) {
    return new Denoiser() {
      @Override
      public NDArray denoise(NDArray x, double sigma) {
        return estimator.estimate(x, sigma).denoised();
      }

      @Override
      public Estimate estimate(NDArray x, double sigma) {
        return estimator.estimate(x, sigma);
      }
    };
  }
}
