package io.pentimento.examples;

import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.RegionalPrompts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Texts that count in parts of the picture. */
final class RegionPromptOptions {
  @Option(
      names = "--region-prompt",
      paramLabel = "WHERE=PROMPT",
      converter = RegionPrompt.Converter.class,
      description =
          "What a part of the picture should show: WHERE is a mask's file, white in the part, or"
              + " LEFT,TOP,RIGHT,BOTTOM as shares of the picture, such as 0,0,0.5,1=\"a red fox\"."
              + " Repeat it for each; PROMPT counts where they leave a rest.")
  private List<RegionPrompt> regions = new ArrayList<>();

  @Option(
      names = "--base-prompt-share",
      paramLabel = "X",
      description =
          "How much of every place PROMPT has for itself beside --region-prompt, 0 to 1; 0 unless"
              + " set.")
  private @Nullable Double baseShare;

  /**
   * Gives these texts to others.
   *
   * @throws IOException if a mask's file is missing or damaged
   */
  RegionalPrompts in(RegionalPrompts start) throws IOException {
    RegionalPrompts prompts = baseShare == null ? start : start.withBaseShare(baseShare);
    if (regions.isEmpty()) {
      return prompts;
    }
    List<RegionalPrompt> read = new ArrayList<>();
    for (RegionPrompt region : regions) {
      read.add(region.read());
    }
    return prompts.withRegions(read);
  }
}
