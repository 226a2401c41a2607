package io.pentimento.prompt;

/** The number at which an edit switches: sign, digits 0 to 9 with a point or not, exponent. */
final class SwitchNumber {
  private final String text;
  private final int end;
  private int at;

  private SwitchNumber(String text, int start, int end) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  /** Returns the index behind the number that starts here, or {@code start} if none does. */
  static int end(String text, int start, int end) {
    SwitchNumber number = new SwitchNumber(text, start, end);
    return number.mantissa() ? number.endWithExponent() : start;
  }

  private boolean mantissa() {
    skipAny("+-");
    int whole = skipDigits();
    int fraction = skipAny(".") ? skipDigits() : 0;
    return whole + fraction > 0;
  }

  private int endWithExponent() {
    int mantissaEnd = at;
    boolean exponent = skipAny("eE");
    skipAny("+-");
    return exponent && skipDigits() > 0 ? at : mantissaEnd;
  }

  private boolean skipAny(String characters) {
    boolean found = at < end && characters.indexOf(text.charAt(at)) >= 0;
    at += found ? 1 : 0;
    return found;
  }

  private int skipDigits() {
    int start = at;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }
}
