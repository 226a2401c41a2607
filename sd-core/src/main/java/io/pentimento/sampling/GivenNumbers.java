package io.pentimento.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lists of levels or timesteps, which stand behind a schedule's name. */
final class GivenNumbers {
  private GivenNumbers() {}

  /** Refuses numbers that do not fall, or are outside [0, largest]. */
  static void checkDescending(String what, List<Double> numbers, double largest) {
    double above = Double.POSITIVE_INFINITY;
    for (double number : numbers) {
      if (!(number >= 0 && number <= largest && number < above)) {
        throw new IllegalArgumentException(
            "%s must fall from each to the next and be 0 or more, but got: %s."
                .formatted(what, numbers));
      }
      above = number;
    }
  }

  /** Returns a number at a place of a longer or shorter list, between two of this one. */
  static double between(List<Double> numbers, int index, int count) {
    double place = count > 1 ? (double) index * (numbers.size() - 1) / (count - 1) : 0;
    int low = Math.min((int) place, Math.max(0, numbers.size() - 2));
    int high = Math.min(low + 1, numbers.size() - 1);
    return numbers.get(low) + (numbers.get(high) - numbers.get(low)) * (place - low);
  }

  /** Returns the name of a schedule of given numbers, such as {@code Timesteps 999 500 250}. */
  static String name(String kind, List<Double> numbers) {
    return numbers.stream()
        .map(
            number -> number == Math.rint(number) ? Long.toString(number.longValue()) : "" + number)
        .collect(Collectors.joining(" ", kind + " ", ""));
  }

  /** Reads such a name, in any case, with blanks or commas between the numbers. */
  static Optional<SigmaSchedule> find(String name) {
    String[] words = name.strip().split("[\\s,]+", -1);
    List<Double> numbers = new ArrayList<>();
    try {
      for (int i = 1; i < words.length; i++) {
        numbers.add(Double.valueOf(words[i]));
      }
      String kind = words[0].toLowerCase(Locale.ROOT);
      if (kind.equals(GivenSigmas.NAME.toLowerCase(Locale.ROOT))) {
        return Optional.of(new GivenSigmas(numbers));
      }
      return kind.equals(GivenTimesteps.NAME.toLowerCase(Locale.ROOT))
          ? Optional.of(new GivenTimesteps(numbers))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // No numbers, or such as make no schedule: no schedule has that name.
      return Optional.empty();
    }
  }
}
