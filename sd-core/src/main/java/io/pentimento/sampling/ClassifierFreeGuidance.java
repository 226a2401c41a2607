package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/**
 * Pushes an estimate away from what the network makes of the negative prompt: Ho and Salimans 2022,
 * "Classifier-Free Diffusion Guidance", equation 6, with scale = 1 + w; with several prompts, Liu
 * et al. 2022, "Compositional Visual Generation with Composable Diffusion Models", equation 11.
 *
 * @param scale 1 is the prompt alone, larger follows it more strongly
 * @param rescale how much of the contrast that guidance adds is taken back, 0 to 1
 */
public record ClassifierFreeGuidance(double scale, double rescale) {
  /**
   * What the network makes of one prompt.
   *
   * @param weight how much it counts
   * @param prediction {@code [batch, channels, h, w]}
   */
  public record Weighted(double weight, NDArray prediction) {}

  /**
   * Combines estimates of the same latent; it does not matter whether they are denoised latents or
   * noise.
   *
   * @param unconditional of the negative prompt, {@code [batch, channels, h, w]}
   * @param parts of the prompt's parts, at least one
   * @return {@code unconditional + sum of (part - unconditional) × weight × scale}
   */
  public NDArray combine(NDArray unconditional, List<Weighted> parts) {
    return combine(unconditional, parts, Optional.empty());
  }

  /**
   * Combines estimates of the same latent with what another guidance adds; contrast is taken back
   * from both together.
   *
   * @param push what is added, {@code [batch, channels, h, w]}
   */
  public NDArray combine(NDArray unconditional, List<Weighted> parts, Optional<NDArray> push) {
    NDArray alone = combined(unconditional, parts, scale);
    NDArray guided = push.map(alone::add).orElse(alone);
    if (rescale == 0) {
      return guided;
    }
    // Only the prompt's own contrast is wanted, that of its parts without being scaled up.
    NDArray prompt = combined(unconditional, parts, 1);
    NDArray factor = deviation(prompt).div(deviation(guided)).mul((float) rescale);
    return guided.mul(factor.add((float) (1 - rescale)));
  }

  private static NDArray combined(NDArray unconditional, List<Weighted> parts, double scale) {
    NDArray sum = unconditional;
    for (Weighted part : parts) {
      NDArray away = part.prediction().sub(unconditional);
      sum = sum.add(away.mul((float) (part.weight() * scale)));
    }
    return sum;
  }

  /** Returns the standard deviation of each image, {@code [batch, 1, 1, 1]}. */
  private static NDArray deviation(NDArray x) {
    long batch = x.getShape().get(0);
    NDArray images = x.reshape(batch, -1);
    NDArray centred = images.sub(images.mean(new int[] {1}, true));
    return centred.square().mean(new int[] {1}, true).sqrt().reshape(batch, 1, 1, 1);
  }
}
