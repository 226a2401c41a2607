package io.pentimento.examples;

/**
 * What a model is run with where the command line says nothing.
 *
 * @param steps denoising steps
 * @param guidanceScale how strongly the prompt is followed
 * @param sampler the sampler
 * @param schedule the noise schedule
 */
record ModelDefaults(int steps, double guidanceScale, SamplerName sampler, ScheduleName schedule) {
  /** What the bundled model's card recommends. */
  static ModelDefaults portraits() {
    return new ModelDefaults(20, 4, SamplerName.DPMPP_2M, ScheduleName.KARRAS);
  }

  /** What the WebUI starts with. */
  static ModelDefaults webui() {
    return new ModelDefaults(20, 7, SamplerName.DPMPP_2M, ScheduleName.AUTOMATIC);
  }
}
