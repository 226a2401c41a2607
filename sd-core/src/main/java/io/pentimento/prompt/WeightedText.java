package io.pentimento.prompt;

import java.util.Objects;

/**
 * A piece of a prompt.
 *
 * @param text the words, without the brackets that weigh them
 * @param weight how much they count, 1 where nothing is said
 */
public record WeightedText(String text, double weight) {
  /** The piece that ends a chunk. */
  public static final WeightedText BREAK = new WeightedText("BREAK", -1);

  /** Checks that there is a text. */
  public WeightedText {
    Objects.requireNonNull(text, "text");
  }

  /**
   * Tells whether this piece ends a chunk; a BREAK inside brackets has another weight and is a word
   * like others.
   */
  public boolean isBreak() {
    return equals(BREAK);
  }

  WeightedText times(double factor) {
    return new WeightedText(text, weight * factor);
  }
}
