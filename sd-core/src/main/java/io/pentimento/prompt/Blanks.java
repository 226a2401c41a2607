package io.pentimento.prompt;

/**
 * White space as the WebUI means it: Unicode's, no-break spaces and the four separators of ASCII
 * included, which Java's own notions leave out in part. All of it is single {@code char}s.
 */
final class Blanks {
  private Blanks() {}

  static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /** Returns the first index from {@code from} on that is not blank, or {@code end}. */
  static int skip(String text, int from, int end) {
    int at = from;
    while (at < end && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Returns the index behind the last character before {@code end} that is not blank. */
  static int skipBack(String text, int from, int end) {
    int at = end;
    while (at > from && isBlank(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** Returns a text without blanks around it. */
  static String strip(String text) {
    int end = skipBack(text, 0, text.length());
    return text.substring(skip(text, 0, end), end);
  }
}
