package io.pentimento.infotext;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A size as a field tells it, {@code 512x768}.
 *
 * @param width digits
 * @param height digits
 */
record Sides(String width, String height) {
  /** More digits are no size that a picture has. */
  private static final int MOST_DIGITS = 9;

  static Optional<Sides> parse(String value) {
    int cross = value.indexOf('x');
    if (cross < 0) {
      return Optional.empty();
    }
    Sides sides = new Sides(value.substring(0, cross), value.substring(cross + 1));
    return isDigits(sides.width) && isDigits(sides.height) ? Optional.of(sides) : Optional.empty();
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.codePoints().allMatch(Character::isDigit);
  }

  /** Returns the number that digits of any script stand for, or empty if it is too large. */
  static OptionalLong number(String digits) {
    return digits.length() > MOST_DIGITS
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(digits));
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
