package io.pentimento.examples;

import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;

/**
 * What a model is run with where the command line says nothing.
 *
 * @param steps denoising steps
 * @param guidanceScale how strongly the prompt is followed
 * @param sampler the sampler
 */
record ModelDefaults(int steps, double guidanceScale, Sampler sampler) {
  /** What the bundled model's card recommends. */
  static ModelDefaults portraits() {
    return new ModelDefaults(20, 5, Sampler.dpmpp2m());
  }

  /** What the WebUI starts with. */
  static ModelDefaults webui() {
    return new ModelDefaults(20, 7, Sampler.dpmpp2m());
  }

  /** Gives them to settings. */
  Sampling in(Sampling sampling) {
    return sampling.withSteps(steps).withGuidanceScale(guidanceScale).withSampler(sampler);
  }
}
