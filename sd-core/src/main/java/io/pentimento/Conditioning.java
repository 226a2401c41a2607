package io.pentimento;

import io.pentimento.prompt.TokenPadding;
import java.util.List;
import java.util.Optional;

/**
 * The text encoder's view of both prompts.
 *
 * @param parts the prompt's parts between ANDs, at least one
 * @param negative the negative prompt
 * @param padding what becomes of different lengths
 * @param emptyText the vectors of no words, one chunk of them; present if the padding asks for them
 */
record Conditioning(
    List<Part> parts,
    PromptTimeline negative,
    TokenPadding padding,
    Optional<PromptVectors> emptyText) {
  /**
   * A part of the prompt.
   *
   * @param weight how much it counts; negative pushes away from it
   * @param vectors its vectors
   */
  record Part(double weight, PromptTimeline vectors) {}

  Conditioning {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("A prompt must have a part, but got none.");
    }
  }

  /** A prompt of one part and a negative prompt, neither of which changes. */
  static Conditioning of(PromptVectors positive, PromptVectors negative) {
    return new Conditioning(
        List.of(new Part(1, PromptTimeline.of(positive))),
        PromptTimeline.of(negative),
        TokenPadding.NONE,
        Optional.empty());
  }
}
