package io.pentimento.examples;

import io.pentimento.vision.CaptionOptions;
import picocli.CommandLine.Option;

/** How a caption is found. */
final class CaptionLimits {
  @Option(
      names = "--beams",
      paramLabel = "N",
      description =
          "How many captions are followed at once, 1 to 16; 1 unless set: the likeliest words.")
  private int beams = 1;

  @Option(
      names = "--shortest",
      paramLabel = "N",
      description = "The least length of a caption in word pieces, 1 to 128; 24 unless set.")
  private int shortest = CaptionOptions.webui().shortest();

  @Option(
      names = "--longest",
      paramLabel = "N",
      description = "The largest length of a caption in word pieces, 1 to 256; 48 unless set.")
  private int longest = CaptionOptions.webui().longest();

  CaptionOptions options() {
    CaptionOptions usual = CaptionOptions.webui();
    return new CaptionOptions(beams, shortest, longest, usual.repetitionPenalty(), usual.prompt());
  }
}
