package io.pentimento.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

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
  private static final Integer[] ORDERS = {1, 2, 3};
  private static final Boolean[] TRUTHS = {true, false};

  /** How steps of different length are weighed, in the paper's names. */
  public enum Variant {
    /** B1(h) = h. */
    BH1("bh1"),
    /** B2(h) = e^h - 1. */
    BH2("bh2"),
    /** UniPC_v: the inverse of the matrix C, section 3.3 and appendix C. */
    VARY_COEFF("vary_coeff");

    private final String label;

    Variant(String label) {
      this.label = label;
    }
  }

  /** How levels are spread. */
  public enum Spacing {
    /** Evenly in time. */
    TIME_UNIFORM("time_uniform"),
    /** Evenly in the root of time. */
    TIME_QUADRATIC("time_quadratic"),
    /** Evenly in the logarithm of the signal-to-noise ratio. */
    LOG_SNR("logSNR");

    private final String label;

    Spacing(String label) {
      this.label = label;
    }
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

  /** Returns these as settings of the sampler. */
  List<SamplerSetting> tuning() {
    UniPc usual = defaults();
    return List.of(
        new SamplerSetting(
            "UniPC variant",
            variant.label,
            usual.variant.label,
            text ->
                Sampler.unipc(withVariant(chosen(text, Variant.values(), choice -> choice.label)))),
        new SamplerSetting(
            "UniPC skip type",
            spacing.label,
            usual.spacing.label,
            text ->
                Sampler.unipc(withSpacing(chosen(text, Spacing.values(), choice -> choice.label)))),
        new SamplerSetting(
            "UniPC order",
            Integer.toString(order),
            Integer.toString(usual.order),
            text -> Sampler.unipc(withOrder(chosen(text, ORDERS, Object::toString)))),
        new SamplerSetting(
            "UniPC lower order final",
            label(lowerOrderFinal),
            label(usual.lowerOrderFinal),
            text ->
                Sampler.unipc(withLowerOrderFinal(chosen(text, TRUTHS, choice -> label(choice))))));
  }

  private static String label(boolean truth) {
    return truth ? "True" : "False";
  }

  private static <T> T chosen(String text, T[] choices, Function<T, String> label) {
    return Arrays.stream(choices)
        .filter(choice -> label.apply(choice).equals(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "It must be one of "
                        + Arrays.stream(choices).map(label).collect(Collectors.joining(", "))
                        + "."));
  }
}
