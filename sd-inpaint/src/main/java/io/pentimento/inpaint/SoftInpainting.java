package io.pentimento.inpaint;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Soft inpainting: partly masked places are partly kept, at each step as much as its noise level
 * allows, and a pixel of the result is given back as far as its latent did not change. It wants a
 * large {@link Inpaint.Builder#maskBlur(double) blur} of the mask. Names and ranges are the
 * WebUI's.
 *
 * @param scheduleBias which steps keep more: 1 keeps in proportion to the noise, above 1 the noisy
 *     steps keep more, below 1 the last ones; 0 to 8
 * @param preservationStrength how strongly partly masked places are kept, 0 to 8
 * @param transitionContrast how much of its contrast a place between kept and new has: 1 is a plain
 *     blend, large values take the stronger of the two; 1 to 32
 * @param maskInfluence how much the mask counts beside the change of the latent when pixels are
 *     given back, 0 to 1
 * @param differenceThreshold the distance in the latent at which half of a pixel is given back, 0
 *     to 8
 * @param differenceContrast how sharp the step is there, 0 to 8
 */
public record SoftInpainting(
    double scheduleBias,
    double preservationStrength,
    double transitionContrast,
    double maskInfluence,
    double differenceThreshold,
    double differenceContrast) {
  /** Checks every setting. */
  public SoftInpainting {
    require("scheduleBias", scheduleBias, 0, 8);
    require("preservationStrength", preservationStrength, 0, 8);
    require("transitionContrast", transitionContrast, 1, 32);
    require("maskInfluence", maskInfluence, 0, 1);
    require("differenceThreshold", differenceThreshold, 0, 8);
    require("differenceContrast", differenceContrast, 0, 8);
  }

  /** Returns the settings that the WebUI starts with: 1, 0.5, 4, 0, 0.5 and 2. */
  public static SoftInpainting defaults() {
    return new SoftInpainting(1, 0.5, 4, 0, 0.5, 2);
  }

  /** Returns these settings with another schedule bias, 0 to 8. */
  public SoftInpainting withScheduleBias(double scheduleBias) {
    return new SoftInpainting(
        scheduleBias,
        preservationStrength,
        transitionContrast,
        maskInfluence,
        differenceThreshold,
        differenceContrast);
  }

  /** Returns these settings with another preservation strength, 0 to 8. */
  public SoftInpainting withPreservationStrength(double preservationStrength) {
    return new SoftInpainting(
        scheduleBias,
        preservationStrength,
        transitionContrast,
        maskInfluence,
        differenceThreshold,
        differenceContrast);
  }

  /** Returns these settings with another transition contrast, 1 to 32. */
  public SoftInpainting withTransitionContrast(double transitionContrast) {
    return new SoftInpainting(
        scheduleBias,
        preservationStrength,
        transitionContrast,
        maskInfluence,
        differenceThreshold,
        differenceContrast);
  }

  /** Returns these settings with another influence of the mask, 0 to 1. */
  public SoftInpainting withMaskInfluence(double maskInfluence) {
    return new SoftInpainting(
        scheduleBias,
        preservationStrength,
        transitionContrast,
        maskInfluence,
        differenceThreshold,
        differenceContrast);
  }

  /** Returns these settings with another difference threshold, 0 to 8. */
  public SoftInpainting withDifferenceThreshold(double differenceThreshold) {
    return new SoftInpainting(
        scheduleBias,
        preservationStrength,
        transitionContrast,
        maskInfluence,
        differenceThreshold,
        differenceContrast);
  }

  /** Returns these settings with another difference contrast, 0 to 8. */
  public SoftInpainting withDifferenceContrast(double differenceContrast) {
    return new SoftInpainting(
        scheduleBias,
        preservationStrength,
        transitionContrast,
        maskInfluence,
        differenceThreshold,
        differenceContrast);
  }

  /** Returns the power of the latent mask that says what a step repaints. */
  double exponent(double sigma) {
    return Math.pow(sigma, scheduleBias) * preservationStrength;
  }

  /** Returns what pictures record. */
  Map<String, String> recorded() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Soft inpainting enabled", "True");
    put(fields, "schedule bias", scheduleBias);
    put(fields, "preservation strength", preservationStrength);
    put(fields, "transition contrast boost", transitionContrast);
    put(fields, "mask influence", maskInfluence);
    put(fields, "difference threshold", differenceThreshold);
    put(fields, "difference contrast", differenceContrast);
    return fields;
  }

  private static void put(Map<String, String> fields, String name, double value) {
    fields.put("Soft inpainting " + name, RecordedNumber.of(value));
  }

  private static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be in [%.0f, %.0f], but got: %s.".formatted(name, least, most, value));
    }
  }
}
