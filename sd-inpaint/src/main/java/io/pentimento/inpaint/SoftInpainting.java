package io.pentimento.inpaint;

/**
 * The settings of soft inpainting, in which a pixel is given back as far as its latent did not
 * change, under the WebUI's names.
 *
 * @param scheduleBias how much sooner the edges of the mask are kept at high noise, 0 to 8
 * @param preservationStrength how strongly half-masked parts are kept, 0 to 8
 * @param transitionContrast how the size of a latent is blended between kept and new, 1 to 32
 * @param maskInfluence how much the mask counts beside the change of the latent, 0 to 1
 * @param differenceThreshold how much a latent must change to show half, 0 to 8
 * @param differenceContrast how sharp the step is there, 0 to 8
 */
record SoftInpainting(
    double scheduleBias,
    double preservationStrength,
    double transitionContrast,
    double maskInfluence,
    double differenceThreshold,
    double differenceContrast) {
  /** Checks every setting. */
  SoftInpainting {
    require("scheduleBias", scheduleBias, 0, 8);
    require("preservationStrength", preservationStrength, 0, 8);
    require("transitionContrast", transitionContrast, 1, 32);
    require("maskInfluence", maskInfluence, 0, 1);
    require("differenceThreshold", differenceThreshold, 0, 8);
    require("differenceContrast", differenceContrast, 0, 8);
  }

  /** Returns the settings that the WebUI starts with. */
  static SoftInpainting usual() {
    return new SoftInpainting(1, 0.5, 4, 0, 0.5, 2);
  }

  private static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be in [%.0f, %.0f], but got: %s.".formatted(name, least, most, value));
    }
  }
}
