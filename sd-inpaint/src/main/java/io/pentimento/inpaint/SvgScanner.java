package io.pentimento.inpaint;

/** Reads commands, numbers and flags of SVG path data, one after the other. */
final class SvgScanner {
  private static final int EXCERPT = 16;

  private final String data;
  private int at;

  /** Whether a comma may come before the next number: not right after a command or a comma. */
  private boolean commaMayFollow;

  SvgScanner(String data) {
    this.data = data;
  }

  boolean isAtEnd() {
    skipSpace();
    return at == data.length();
  }

  /** Reads the letter of a command. */
  char command(String letters, String expected) {
    skipSpace();
    if (letters.indexOf(peek()) < 0) {
      throw refuse(expected);
    }
    commaMayFollow = false;
    return data.charAt(at++);
  }

  /** Tells whether the last command is given more numbers, as a comma promises. */
  boolean hasMoreNumbers() {
    skipSpace();
    if (peek() == ',') {
      skipSeparator();
      return true;
    }
    return isDigit(peek()) || peek() == '+' || peek() == '-' || peek() == '.';
  }

  double number() {
    skipSeparator();
    int start = at;
    int end = endOfNumber(start);
    if (end < 0) {
      throw refuse("a number");
    }
    double number = Double.parseDouble(data.substring(start, end));
    if (Double.isInfinite(number)) {
      throw refuse("a number that a double can hold");
    }
    at = end;
    commaMayFollow = true;
    return number;
  }

  /** Reads a 0 or a 1, which need no separator behind them. */
  boolean flag() {
    skipSeparator();
    char flag = peek();
    if (flag != '0' && flag != '1') {
      throw refuse("a flag, 0 or 1,");
    }
    at++;
    commaMayFollow = true;
    return flag == '1';
  }

  /** Returns where a number ends that starts at a place, or -1 if none does. */
  private int endOfNumber(int start) {
    int i = start;
    if (charAt(i) == '+' || charAt(i) == '-') {
      i++;
    }
    int whole = skipDigits(i);
    int digits = whole - i;
    i = whole;
    if (charAt(i) == '.') {
      int fraction = skipDigits(i + 1);
      digits += fraction - i - 1;
      i = fraction;
    }
    if (digits == 0) {
      return -1;
    }
    return endOfExponent(i);
  }

  private int endOfExponent(int start) {
    if (charAt(start) != 'e' && charAt(start) != 'E') {
      return start;
    }
    int i = start + 1;
    if (charAt(i) == '+' || charAt(i) == '-') {
      i++;
    }
    int end = skipDigits(i);
    return end > i ? end : start;
  }

  private int skipDigits(int start) {
    int i = start;
    while (isDigit(charAt(i))) {
      i++;
    }
    return i;
  }

  private void skipSeparator() {
    skipSpace();
    if (commaMayFollow && peek() == ',') {
      at++;
      commaMayFollow = false;
      skipSpace();
    }
  }

  private void skipSpace() {
    while (" \t\n\f\r".indexOf(peek()) >= 0) {
      at++;
    }
  }

  private char peek() {
    return charAt(at);
  }

  /** Returns a character, or 0 behind the last one. */
  private char charAt(int index) {
    return index < data.length() ? data.charAt(index) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Makes the refusal of numbers that lead to an infinite coordinate. */
  IllegalArgumentException refuseOverflow() {
    return new IllegalArgumentException(
        "SVG path data must keep all coordinates finite, but they overflow before index %d."
            .formatted(at));
  }

  /** Makes the refusal of what stands at the current place. */
  IllegalArgumentException refuse(String expected) {
    String found =
        at == data.length()
            ? "the end"
            : "\"" + data.substring(at, Math.min(data.length(), at + EXCERPT)) + "\"";
    String before = data.substring(Math.max(0, at - EXCERPT), at);
    return new IllegalArgumentException(
        "SVG path data must have %s at index %d, but got: %s%s."
            .formatted(expected, at, found, before.isEmpty() ? "" : " after \"" + before + "\""));
  }
}
