package io.pentimento.prompt;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the numbers of a tag. A prompt is never refused: a number that is none is logged and
 * replaced. (The WebUI then leaves out all networks of the tag's kind.)
 */
final class TagNumbers {
  private static final Logger LOG = LoggerFactory.getLogger(TagNumbers.class);

  private final ExtraNetwork tag;

  TagNumbers(ExtraNetwork tag) {
    this.tag = tag;
  }

  /**
   * Reads a weight.
   *
   * @param usual the weight where nothing is said
   * @return a finite number; 1 where something else is said
   */
  double weight(Optional<String> argument, double usual) {
    if (argument.isEmpty()) {
      return usual;
    }
    OptionalDouble number = Decimal.parseWithExponent(Blanks.strip(argument.get()));
    if (number.isEmpty()) {
      LOG.warn(
          "\"{}\" in {} must be a finite number; using 1.",
          OneLine.of(argument.get()),
          OneLine.of(tag));
    }
    return number.orElse(1);
  }

  /** Reads a rank: a whole number of at least 1, or nothing. */
  OptionalInt rank(Optional<String> argument) {
    if (argument.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalDouble number = Decimal.parse(Blanks.strip(argument.get()));
    double rank = number.orElse(0);
    if (rank < 1 || rank > Integer.MAX_VALUE || rank != Math.rint(rank)) {
      LOG.warn(
          "\"{}\" in {} must be a whole number of at least 1; using all ranks.",
          OneLine.of(argument.get()),
          OneLine.of(tag));
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) rank);
  }
}
