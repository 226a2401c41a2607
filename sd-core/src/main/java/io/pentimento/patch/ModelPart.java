package io.pentimento.patch;

/** A network of a model, under the name that its folder has in diffusers' layout. */
public enum ModelPart {
  /** The network that predicts noise. */
  UNET("unet"),
  /** The text encoder, or the first of two. */
  TEXT_ENCODER("text_encoder"),
  /** The second text encoder of SDXL. */
  TEXT_ENCODER_2("text_encoder_2");

  private final String folder;

  ModelPart(String folder) {
    this.folder = folder;
  }

  /** Returns the name of its folder. */
  public String folder() {
    return folder;
  }
}
