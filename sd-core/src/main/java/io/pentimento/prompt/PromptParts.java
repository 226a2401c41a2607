package io.pentimento.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The parts of a prompt between the words AND. The network denoises toward each by itself, and the
 * directions add up by weight: {@code a lake AND a mountain :0.5}. Every text has a part.
 *
 * <p>A colon and a number at the end of a part are its weight, so {@code at 12:30} is the text
 * {@code at 12} with weight 30. AND is a word of capitals on its own. Negative prompts are not
 * split.
 *
 * @param parts at least one
 */
public record PromptParts(List<Part> parts) {
  private static final String AND = "AND";

  /**
   * One part.
   *
   * @param text the part without its weight and without blanks at its end
   * @param weight how much its direction counts, any finite number, 1 where nothing is said
   */
  public record Part(String text, double weight) {}

  /**
   * Copies the parts.
   *
   * @throws IllegalArgumentException if there are none
   */
  public PromptParts {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("A prompt must have a part, but got none.");
    }
  }

  /** Splits a prompt. */
  public static PromptParts of(String prompt) {
    List<Part> parts = new ArrayList<>();
    int start = 0;
    int word = Words.indexOf(prompt, AND, 0);
    while (word >= 0) {
      parts.add(part(prompt.substring(start, word)));
      start = word + AND.length();
      word = Words.indexOf(prompt, AND, start);
    }
    parts.add(part(prompt.substring(start)));
    return new PromptParts(parts);
  }

  private static Part part(String text) {
    int colon = text.lastIndexOf(':');
    OptionalDouble weight =
        colon < 0 ? OptionalDouble.empty() : Decimal.parse(Blanks.strip(text.substring(colon + 1)));
    int end = Blanks.skipBack(text, 0, weight.isPresent() ? colon : text.length());
    return new Part(text.substring(0, end), weight.orElse(1));
  }

  /** Returns the different texts in order: parts with equal texts share an encoding. */
  public List<String> texts() {
    return parts.stream().map(Part::text).distinct().toList();
  }
}
