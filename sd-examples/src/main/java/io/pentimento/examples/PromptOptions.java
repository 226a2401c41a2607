package io.pentimento.examples;

import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.TokenPadding;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How prompts are read. */
final class PromptOptions {
  @Option(
      names = "--clip-skip",
      paramLabel = "N",
      description = "Which layer of the text encoder counts, from the last one, 1.")
  private @Nullable Integer clipSkip;

  @Option(
      names = "--emphasis",
      paramLabel = "NAME",
      converter = EmphasisConverter.class,
      completionCandidates = EmphasisConverter.class,
      description =
          "How weights such as (hat:1.2) act: one of ${COMPLETION-CANDIDATES}; original unless"
              + " set.")
  private @Nullable Emphasis emphasis;

  @Option(
      names = "--pad-conds",
      description = "Fill the shorter of prompt and negative prompt up to the other's length.")
  private boolean padded;

  /** Gives these settings to others. */
  PromptReading in(PromptReading start) {
    PromptReading reading = start;
    if (clipSkip != null) {
      reading = reading.withClipSkip(clipSkip);
    }
    if (emphasis != null) {
      reading = reading.withEmphasis(emphasis);
    }
    return padded ? reading.withPadding(TokenPadding.EMPTY_TEXT) : reading;
  }
}
