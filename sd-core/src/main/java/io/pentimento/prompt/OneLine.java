package io.pentimento.prompt;

/**
 * Text of a prompt as it may stand in a log: on one line, so that no prompt can write lines of its
 * own, and not longer than a line should be.
 */
final class OneLine {
  private static final int LONGEST = 200;

  private OneLine() {}

  static String of(Object text) {
    String line = text.toString().replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
