package io.pentimento.examples;

import io.pentimento.sampling.Guidance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where and how guidance acts. */
final class GuidanceOptions {
  @Option(
      names = "--guidance-rescale",
      paramLabel = "X",
      description = "The share, 0 to 1, of the contrast of guidance that is brought back.")
  private @Nullable Double rescale;

  @Option(
      names = "--ngms",
      paramLabel = "SIGMA",
      description = "Leave the negative prompt out of every second step below this noise level.")
  private @Nullable Double minSigma;

  @Option(
      names = "--skip-early-cfg",
      paramLabel = "X",
      description = "Leave guidance out of this share, 0 to 1, of the first steps.")
  private @Nullable Double skipEarly;

  /** Gives these settings to others. */
  Guidance in(Guidance start) {
    Guidance guidance = start;
    if (rescale != null) {
      guidance = guidance.withRescale(rescale);
    }
    if (minSigma != null) {
      guidance = guidance.withMinSigma(minSigma, guidance.everyCall());
    }
    return skipEarly == null ? guidance : guidance.withSkipEarly(skipEarly);
  }
}
