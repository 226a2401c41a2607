package io.pentimento.checkpoint;

/** The models that Stable Diffusion was published as, by their networks. */
public enum ModelFamily {
  /** Stable Diffusion 1.x: CLIP ViT-L. */
  SD1("Stable Diffusion 1"),
  /** Stable Diffusion 2.x: OpenCLIP ViT-H. */
  SD2("Stable Diffusion 2"),
  /** Stable Diffusion XL: CLIP ViT-L and OpenCLIP ViT-bigG. */
  SDXL("Stable Diffusion XL"),
  /** The refiner of Stable Diffusion XL: OpenCLIP ViT-bigG alone. */
  SDXL_REFINER("Stable Diffusion XL refiner");

  private final String label;

  ModelFamily(String label) {
    this.label = label;
  }

  /** Returns the name in words. */
  public String label() {
    return label;
  }

  /** Tells whether its U-Net takes a pooled text embedding and sizes beside the prompt. */
  public boolean isXl() {
    return this == SDXL || this == SDXL_REFINER;
  }
}
