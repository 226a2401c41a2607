package io.pentimento.prompt;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Numbers in prompts: a sign and digits of any script with at most one point. "1..2" and "." are no
 * numbers, nor is what no double can hold.
 */
final class Decimal {
  private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d++\\.?\\d*+|\\.\\d++)");
  private static final Pattern EXPONENT =
      Pattern.compile("[+-]?(\\d++\\.?\\d*+|\\.\\d++)([eE][+-]?\\d++)?");

  private Decimal() {}

  /** Reads a number without exponent. */
  static OptionalDouble parse(String text) {
    return parse(text, PLAIN);
  }

  /** Reads a number that may have an exponent. */
  static OptionalDouble parseWithExponent(String text) {
    return parse(text, EXPONENT);
  }

  private static OptionalDouble parse(String text, Pattern form) {
    String ascii = ascii(text);
    double value = form.matcher(ascii).matches() ? Double.parseDouble(ascii) : Double.NaN;
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Returns a text with the digits of all scripts written as 0 to 9. */
  static String ascii(String text) {
    StringBuilder ascii = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> ascii.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return ascii.toString();
  }
}
