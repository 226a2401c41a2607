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
 * @param selfAttention how strongly estimates are pushed away from those that the U-Net makes when
 *     what its middle block looks at most is blurred, 0 (not at all) to 100, usually 0.75: Hong et
 *     al. 2022, "Improving Sample Quality of Diffusion Models Using Self-Attention Guidance",
 *     equation 16. Each step then costs one more call of the network under the negative prompt
 * @param tokenMerging which share of the tokens of the U-Net's largest resolution is merged into
 *     others for self-attention, which saves time, 0 (none) to 0.9; more than 0.75 is the same as
 *     that. Models without attention at that resolution, such as SDXL, stay as they are
 * @param regions texts that count in parts of the picture
 * @param deepInterval at every how many calls the deep part of the U-Net is computed, 1 (each) to
 *     100: Ma et al. 2024, "DeepCache: Accelerating Diffusion Models for Free". At the calls
 *     between, only its input layer, its last block and its output layer are, with what the others
 *     gave last
 */
public record NetworkOptions(
    SeamlessAxes seamless,
    Optional<FreeU> freeU,
    double perturbedAttention,
    double selfAttention,
    double tokenMerging,
    RegionalPrompts regions,
    int deepInterval) {
  private static final double HIGHEST_RATIO = 0.9;
  private static final int MOST_CALLS = 100;

  /** Checks every setting. */
  public NetworkOptions {
    Objects.requireNonNull(seamless, "seamless");
    Objects.requireNonNull(freeU, "freeU");
    Objects.requireNonNull(regions, "regions");
    checkGuidance("perturbedAttention", perturbedAttention);
    checkGuidance("selfAttention", selfAttention);
    checkTokenMerging(tokenMerging);
    if (deepInterval < 1 || deepInterval > MOST_CALLS) {
      throw new IllegalArgumentException(
          "deepInterval must be in [1, %d], but got: %d. 1 computes everything at each call, 3 is usual."
              .formatted(MOST_CALLS, deepInterval));
    }
  }

  private static void checkGuidance(String name, double scale) {
    if (!(scale >= 0 && scale <= 100)) {
      throw new IllegalArgumentException(name + " must be in [0, 100], but got: " + scale + ".");
    }
  }

  /**
   * Checks a share of merged tokens.
   *
   * @throws IllegalArgumentException if it is not in [0, 0.9]
   */
  public static void checkTokenMerging(double ratio) {
    if (!(ratio >= 0 && ratio <= HIGHEST_RATIO)) {
      throw new IllegalArgumentException(
          "tokenMerging must be in [0, 0.9], but got: " + ratio + ". 0.5 is usual.");
    }
  }

  /** The networks as they were trained. */
  public static NetworkOptions none() {
    return new NetworkOptions(
        SeamlessAxes.NONE, Optional.empty(), 0, 0, 0, RegionalPrompts.none(), 1);
  }

  /** Returns these options with other seamless axes. */
  public NetworkOptions withSeamless(SeamlessAxes seamless) {
    return new NetworkOptions(
        seamless, freeU, perturbedAttention, selfAttention, tokenMerging, regions, deepInterval);
  }

  /** Returns these options with weighed inputs of the way up. */
  public NetworkOptions withFreeU(FreeU freeU) {
    return new NetworkOptions(
        seamless,
        Optional.of(freeU),
        perturbedAttention,
        selfAttention,
        tokenMerging,
        regions,
        deepInterval);
  }

  /** Returns these options with another perturbed-attention guidance. */
  public NetworkOptions withPerturbedAttention(double scale) {
    return new NetworkOptions(
        seamless, freeU, scale, selfAttention, tokenMerging, regions, deepInterval);
  }

  /** Returns these options with another self-attention guidance. */
  public NetworkOptions withSelfAttention(double scale) {
    return new NetworkOptions(
        seamless, freeU, perturbedAttention, scale, tokenMerging, regions, deepInterval);
  }

  /** Returns these options with another share of merged tokens. */
  public NetworkOptions withTokenMerging(double ratio) {
    return new NetworkOptions(
        seamless, freeU, perturbedAttention, selfAttention, ratio, regions, deepInterval);
  }

  /** Returns these options with other texts of regions. */
  public NetworkOptions withRegions(RegionalPrompts regions) {
    return new NetworkOptions(
        seamless, freeU, perturbedAttention, selfAttention, tokenMerging, regions, deepInterval);
  }

  /** Returns these options, with the deep part of the U-Net computed at every so many calls. */
  public NetworkOptions withDeepInterval(int calls) {
    return new NetworkOptions(
        seamless, freeU, perturbedAttention, selfAttention, tokenMerging, regions, calls);
  }
}
