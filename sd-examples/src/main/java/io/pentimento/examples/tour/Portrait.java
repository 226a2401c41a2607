package io.pentimento.examples.tour;

import io.pentimento.TextToImage;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;

/** The settings that suit the demo model, and the portrait that several lessons change. */
final class Portrait {
  /** What a picture is kept from by its negative prompt. */
  static final String FLAWS = "blurry, lowres";

  /** What the portrait shows. */
  static final String PROMPT = "1girl, twintails, smile, white background";

  private static final int SEED = 7;

  private Portrait() {}

  /** Returns what the model's card recommends. */
  static Sampling sampling() {
    return Sampling.defaults()
        .withSteps(20)
        .withGuidanceScale(4)
        .withSampler(Sampler.dpmpp2m())
        .withSchedule(SigmaSchedule.karras())
        .withSeed(SEED);
  }

  /** Returns the request that makes the portrait. */
  static TextToImage request() {
    return TextToImage.builder(PROMPT).negativePrompt(FLAWS).sampling(sampling()).build();
  }
}
