package io.pentimento;

import io.pentimento.image.ImageSize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a picture's parameters, read as what a setting needs.
 *
 * @param name the field's name
 * @param text its value
 */
record FieldValue(String name, String text) {
  /** Python writes a whole number as 7 or as 7.0. */
  private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]{1,19})(?:\\.0*)?");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Map<String, Boolean> TRUTHS = truths();
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})x([0-9]{1,9})");

  long longNumber() {
    Matcher whole = WHOLE.matcher(text.strip());
    if (!whole.matches()) {
      throw mustBe("a whole number");
    }
    try {
      return Long.parseLong(whole.group(1));
    } catch (NumberFormatException e) {
      throw mustBe("a whole number below 2^63");
    }
  }

  int wholeNumber() {
    long number = longNumber();
    if (number != (int) number) {
      throw mustBe("a whole number below 2^31");
    }
    return (int) number;
  }

  double number() {
    String digits = text.strip();
    if (!NUMBER.matcher(digits).matches()) {
      throw mustBe("a number");
    }
    return Double.parseDouble(digits);
  }

  ImageSize size() {
    Sides sides = sides();
    return new ImageSize(sides.width(), sides.height());
  }

  /** Two whole numbers, 0 included. */
  record Sides(int width, int height) {}

  Sides sides() {
    Matcher sides = SIZE.matcher(text.strip());
    if (!sides.matches()) {
      throw mustBe("a width and a height such as 512x768");
    }
    return new Sides(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
  }

  boolean truth() {
    return choice(TRUTHS);
  }

  /** Returns what a word stands for. */
  <T> T choice(Map<String, T> choices) {
    T chosen = choices.get(text.strip());
    if (chosen == null) {
      throw mustBe("one of " + String.join(", ", choices.keySet()));
    }
    return chosen;
  }

  private static IllegalArgumentException mustBe(String what) {
    return new IllegalArgumentException("It must be " + what + ".");
  }

  /**
   * Returns what a setting makes of this value.
   *
   * @throws IllegalArgumentException if it refuses it; the message names the field
   */
  <T> T reading(Function<FieldValue, T> setting) {
    try {
      return setting.apply(this);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: %s in a picture's parameters cannot be used. %s"
              .formatted(name, text, e.getMessage()),
          e);
    }
  }

  private static Map<String, Boolean> truths() {
    Map<String, Boolean> truths = new LinkedHashMap<>();
    truths.put("True", true);
    truths.put("False", false);
    return truths;
  }
}
