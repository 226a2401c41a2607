package io.pentimento.adapters;

/** The kind of model that an adapter was made for. */
public enum BaseModel {
  /** Stable Diffusion 1.x: one text encoder, 768 wide. */
  SD1,
  /** Stable Diffusion 2.x: one text encoder, 1024 wide. */
  SD2,
  /** Stable Diffusion XL and what was trained from it: two text encoders, 2048 wide together. */
  SDXL,
  /** Another one, which the adapter's notes name. */
  OTHER
}
