package io.pentimento.grid;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of an axis as people type them: a list with commas, in which a number may be a
 * range.
 *
 * <ul>
 *   <li>{@code a, b, "c, d"}: blanks around a value do not count; a value in quotation marks may
 *       hold commas, and two marks in it stand for one.
 *   <li>{@code 1-5}: one after the other, up or down.
 *   <li>{@code 1-9 (+2)}, {@code 10-4 (-3)}, {@code 0-1 (+0.25)}: in steps. The second end is
 *       reached where a step meets it, and never passed.
 *   <li>{@code 1-10 [5]}: so many values, evenly spaced, with both ends; whole numbers lose what is
 *       behind the point.
 * </ul>
 *
 * <p>A text has at most 1000 values, and is read in time that grows with its length.
 */
public final class AxisValues {
  /** How many values a text may have. */
  static final int MOST = 1000;

  private static final String WHOLE = "([+-]?+\\s*+\\d{1,18}+)";
  private static final String NUMBER = "([+-]?+\\s*+\\d{1,18}+(?:\\.\\d{0,18}+)?+)";

  /** What a kind of number looks like, alone and in ranges. */
  private record Form(String what, boolean whole, Pattern single, Pattern range) {
    static Form of(String what, boolean whole, String number) {
      return new Form(
          what,
          whole,
          Pattern.compile("\\s*+" + number + "\\s*+"),
          Pattern.compile(
              "\\s*+%1$s\\s*+-\\s*+%1$s\\s*+(?:\\(\\s*+%1$s\\s*+\\)|\\[\\s*+(\\d{1,18}+)\\s*+\\])?+\\s*+"
                  .formatted(number)));
    }
  }

  private static final Form WHOLE_NUMBERS = Form.of("a whole number", true, WHOLE);
  private static final Form NUMBERS = Form.of("a number", false, NUMBER);

  private AxisValues() {}

  /**
   * Reads a list of texts. Empty values are left out unless they stand in quotation marks.
   *
   * @throws IllegalArgumentException if there is none, or more than 1000
   */
  public static List<String> words(String text) {
    return bounded(text, WordList.read(text));
  }

  /**
   * Reads whole numbers and their ranges.
   *
   * @throws IllegalArgumentException if a value is no whole number, or there is none, or more than
   *     1000
   */
  public static List<Long> wholeNumbers(String text) {
    return numbers(text, WHOLE_NUMBERS, BigDecimal::longValueExact);
  }

  /**
   * Reads numbers and their ranges.
   *
   * @throws IllegalArgumentException if a value is no number, or there is none, or more than 1000
   */
  public static List<Double> numbers(String text) {
    return numbers(text, NUMBERS, BigDecimal::doubleValue);
  }

  private static <N> List<N> numbers(String text, Form form, Function<BigDecimal, N> read) {
    List<BigDecimal> numbers = new ArrayList<>();
    for (String word : words(text)) {
      numbers.addAll(expanded(word, form));
      bounded(text, numbers);
    }
    return numbers.stream().map(read).toList();
  }

  private static <T> List<T> bounded(String text, List<T> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(
          "An axis must have at least one value, but got: \"%s\".".formatted(shown(text)));
    }
    if (values.size() > MOST) {
      throw tooMany(text);
    }
    return values;
  }

  private static IllegalArgumentException tooMany(String text) {
    return new IllegalArgumentException(
        "An axis must have at most %d values, but more came of: \"%s\"."
            .formatted(MOST, shown(text)));
  }

  /** Keeps a message short, whatever was typed. */
  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  private static List<BigDecimal> expanded(String word, Form form) {
    Matcher single = form.single().matcher(word);
    if (single.matches()) {
      return List.of(number(single.group(1)));
    }
    Matcher range = form.range().matcher(word);
    if (!range.matches()) {
      throw new IllegalArgumentException(
          "A value must be %s or a range such as 1-5, 1-9 (+2) or 1-10 [5], but got: \"%s\"."
              .formatted(form.what(), shown(word)));
    }
    BigDecimal from = number(range.group(1));
    BigDecimal to = number(range.group(2));
    String count = range.group(4);
    if (count != null) {
      return spread(word, from, to, new BigDecimal(count), form.whole());
    }
    return stepped(word, from, to, step(range.group(3), from, to));
  }

  private static BigDecimal step(@Nullable String written, BigDecimal from, BigDecimal to) {
    return written == null ? BigDecimal.valueOf(to.compareTo(from) < 0 ? -1 : 1) : number(written);
  }

  private static List<BigDecimal> stepped(
      String word, BigDecimal from, BigDecimal to, BigDecimal step) {
    BigDecimal way = to.subtract(from);
    if (step.signum() == 0 || way.signum() * step.signum() < 0) {
      throw new IllegalArgumentException(
          "The step of a range must lead from its first number to its second, but got: \"%s\"."
              .formatted(shown(word)));
    }
    BigDecimal steps = way.divideToIntegralValue(step);
    if (steps.compareTo(BigDecimal.valueOf(MOST)) >= 0) {
      throw tooMany(word);
    }
    return IntStream.rangeClosed(0, steps.intValueExact())
        .mapToObj(i -> from.add(step.multiply(BigDecimal.valueOf(i))))
        .toList();
  }

  private static List<BigDecimal> spread(
      String word, BigDecimal from, BigDecimal to, BigDecimal count, boolean whole) {
    if (count.signum() == 0) {
      throw new IllegalArgumentException(
          "A range must have at least one value, but got: \"%s\".".formatted(shown(word)));
    }
    if (count.compareTo(BigDecimal.valueOf(MOST)) > 0) {
      throw tooMany(word);
    }
    int last = count.intValueExact() - 1;
    BigDecimal way = to.subtract(from);
    return IntStream.rangeClosed(0, last)
        .mapToObj(i -> i == 0 ? from : from.add(share(way, i, last)))
        .map(value -> whole ? value.setScale(0, RoundingMode.DOWN) : value)
        .toList();
  }

  private static BigDecimal share(BigDecimal way, int index, int last) {
    return way.multiply(BigDecimal.valueOf(index))
        .divide(BigDecimal.valueOf(last), MathContext.DECIMAL64);
  }

  private static BigDecimal number(String written) {
    String digits = written.replaceAll("\\s", "");
    return new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
  }
}
