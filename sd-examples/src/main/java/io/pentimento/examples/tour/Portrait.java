package io.pentimento.examples.tour;

import io.pentimento.TextToImage;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;

/** The settings that suit the demo model, and the portrait that several lessons change. */
final class Portrait {
  /** What the portrait shows. */
  static final String PROMPT = "1girl, twintails, beach";

  private static final int SEED = 21;

  private Portrait() {}

  /** Returns what the model's card recommends. */
  static Sampling sampling() {
    return Sampling.defaults()
        .withSteps(20)
        .withGuidanceScale(5)
        .withSampler(Sampler.dpmpp2m())
        .withSchedule(SigmaSchedule.karras())
        .withSeed(SEED);
  }

  /** Returns the request that makes the portrait. */
  static TextToImage request() {
    return TextToImage.builder(PROMPT).sampling(sampling()).build();
  }
}
