package io.pentimento.examples;

import picocli.CommandLine.Option;

/** How much of the given picture is replaced. */
final class StrengthOption {
  @Option(
      names = "--strength",
      paramLabel = "X",
      description = "How much is replaced: 0 keeps the picture, 1 replaces it; 0.75 unless set.")
  private double value = 0.75;

  /** Returns the denoising strength. */
  double value() {
    return value;
  }
}
