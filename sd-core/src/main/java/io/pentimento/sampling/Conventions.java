package io.pentimento.sampling;

/** Whose arithmetic is followed where the well-known programs differ. */
public enum Conventions {
  /** AUTOMATIC1111's WebUI 1.10: the default. */
  WEBUI,
  /**
   * Hugging Face diffusers: schedules from the model's scheduler_config.json, its strength and
   * rounding.
   */
  DIFFUSERS
}
