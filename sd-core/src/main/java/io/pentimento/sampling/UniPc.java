package io.pentimento.sampling;

import java.util.Objects;

/**
 * Settings of {@link Sampler#unipc(UniPc)}: Zhao et al. 2023, "UniPC: A Unified Predictor-Corrector
 * Framework for Fast Sampling of Diffusion Models".
 *
 * @param variant the function B(h), or coefficients that vary with the steps
 * @param spacing how levels are spread
 * @param order how many estimates a step uses, 1 to 3; fewer where there are not that many steps
 * @param lowerOrderFinal whether the last steps use fewer
 */
public record UniPc(Variant variant, Spacing spacing, int order, boolean lowerOrderFinal) {
  /** How steps of different length are weighed, in the paper's names. */
  public enum Variant {
    /** B1(h) = h. */
    BH1,
    /** B2(h) = e^h - 1. */
    BH2,
    /** UniPC_v: the inverse of the matrix C, section 3.3 and appendix C. */
    VARY_COEFF
  }

  /** How levels are spread. */
  public enum Spacing {
    /** Evenly in time. */
    TIME_UNIFORM,
    /** Evenly in the root of time. */
    TIME_QUADRATIC,
    /** Evenly in the logarithm of the signal-to-noise ratio. */
    LOG_SNR
  }

  /** Checks the settings. */
  public UniPc {
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(spacing, "spacing");
    if (order < 1 || order > 3) {
      throw new IllegalArgumentException("order must be in [1, 3], but got: " + order + ".");
    }
  }

  /** The WebUI's defaults: B1, evenly in time, order 3, lower in the last steps. */
  public static UniPc defaults() {
    return new UniPc(Variant.BH1, Spacing.TIME_UNIFORM, 3, true);
  }

  /** Returns these settings with another variant. */
  public UniPc withVariant(Variant variant) {
    return new UniPc(variant, spacing, order, lowerOrderFinal);
  }

  /** Returns these settings with another spacing. */
  public UniPc withSpacing(Spacing spacing) {
    return new UniPc(variant, spacing, order, lowerOrderFinal);
  }

  /** Returns these settings with another order. */
  public UniPc withOrder(int order) {
    return new UniPc(variant, spacing, order, lowerOrderFinal);
  }

  /** Returns these settings with or without lower order in the last steps. */
  public UniPc withLowerOrderFinal(boolean lowerOrderFinal) {
    return new UniPc(variant, spacing, order, lowerOrderFinal);
  }
}
