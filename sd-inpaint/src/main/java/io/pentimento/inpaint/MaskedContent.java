package io.pentimento.inpaint;

/** What lies under the mask when the repainting begins. */
public enum MaskedContent {
  /** The picture itself. */
  ORIGINAL("original"),
  /** The colours around the mask, drawn inwards and blurred. */
  FILL("fill"),
  /**
   * Noise: as {@link #FILL}, and then the latent is replaced by the noise the sampler starts from.
   */
  LATENT_NOISE("latent noise"),
  /** Zeros: as {@link #FILL}, and then the latent is cleared. */
  LATENT_NOTHING("latent nothing");

  private final String recordedName;

  MaskedContent(String recordedName) {
    this.recordedName = recordedName;
  }

  /** Returns the name under which pictures record this choice. */
  String recordedName() {
    return recordedName;
  }
}
