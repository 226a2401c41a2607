package io.pentimento.vision;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a picture was described with.
 *
 * @param caption the sentence that the caption network made
 * @param categories the best words of each list, in the lists' order
 */
public record Interrogation(String caption, List<Category> categories) {
  /**
   * The best words of one list.
   *
   * @param name of the list
   * @param best the words, the best first
   */
  public record Category(String name, List<RankedText> best) {
    /** Copies the list, so that the record is a value. */
    public Category {
      best = List.copyOf(best);
    }
  }

  /** Copies the list, so that the record is a value. */
  public Interrogation {
    categories = List.copyOf(categories);
  }

  /**
   * Returns all of it as a prompt: the caption and the words, separated by commas.
   *
   * @param ranks whether each word gets its probability, {@code (oil painting:0.312)}, which a
   *     prompt takes for its weight
   */
  public String prompt(boolean ranks) {
    return caption
        + categories.stream()
            .flatMap(category -> category.best().stream())
            .map(word -> ", " + (ranks ? ranked(word) : word.text()))
            .collect(Collectors.joining());
  }

  private static String ranked(RankedText word) {
    return "(%s:%s)".formatted(word.text(), TagStyle.rounded(word.probability()));
  }
}
