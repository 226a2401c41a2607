package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;

/**
 * Pushes an estimate away from what the network makes of the negative prompt: Ho and Salimans 2022,
 * "Classifier-Free Diffusion Guidance", equation 6, with scale = 1 + w.
 *
 * @param scale 1 is the prompt alone, larger follows it more strongly
 */
public record ClassifierFreeGuidance(double scale) {
  /**
   * Combines two estimates of the same latent; it does not matter whether they are denoised latents
   * or noise.
   *
   * @return {@code unconditional + (conditional - unconditional) × scale}
   */
  public NDArray combine(NDArray unconditional, NDArray conditional) {
    return unconditional.add(conditional.sub(unconditional).mul((float) scale));
  }
}
