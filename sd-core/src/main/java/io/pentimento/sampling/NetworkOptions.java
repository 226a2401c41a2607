package io.pentimento.sampling;

import io.pentimento.patch.FreeU;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request changes in how the networks compute, with the weights as they are.
 *
 * @param seamless along which axes the picture joins its other side
 * @param freeU how the U-Net's way up weighs its inputs, if not as trained
 * @param perturbedAttention how strongly estimates are pushed away from those that the U-Net makes
 *     when its middle block looks at nothing, 0 (not at all) to 100, usually 3: Ahn et al. 2024,
 *     "Self-Rectifying Diffusion Sampling with Perturbed-Attention Guidance", equation 16. Each
 *     step then costs one more call of the network under the prompt
 */
public record NetworkOptions(
    SeamlessAxes seamless, Optional<FreeU> freeU, double perturbedAttention) {
  /** Checks every setting. */
  public NetworkOptions {
    Objects.requireNonNull(seamless, "seamless");
    Objects.requireNonNull(freeU, "freeU");
    if (!(perturbedAttention >= 0 && perturbedAttention <= 100)) {
      throw new IllegalArgumentException(
          "perturbedAttention must be in [0, 100], but got: " + perturbedAttention + ".");
    }
  }

  /** The networks as they were trained. */
  public static NetworkOptions none() {
    return new NetworkOptions(SeamlessAxes.NONE, Optional.empty(), 0);
  }

  /** Returns these options with other seamless axes. */
  public NetworkOptions withSeamless(SeamlessAxes seamless) {
    return new NetworkOptions(seamless, freeU, perturbedAttention);
  }

  /** Returns these options with weighed inputs of the way up. */
  public NetworkOptions withFreeU(FreeU freeU) {
    return new NetworkOptions(seamless, Optional.of(freeU), perturbedAttention);
  }

  /** Returns these options with another perturbed-attention guidance. */
  public NetworkOptions withPerturbedAttention(double scale) {
    return new NetworkOptions(seamless, freeU, scale);
  }
}
