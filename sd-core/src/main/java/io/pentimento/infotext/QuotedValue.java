package io.pentimento.infotext;

import java.util.OptionalInt;

/** Values in quotation marks: JSON strings, in which all but ASCII's control characters stay. */
final class QuotedValue {
  private static final int HEX = 16;
  private static final int CODE_DIGITS = 4;

  private QuotedValue() {}

  /** Returns a value as a field holds it: in quotation marks if the reader would cut it. */
  static String quote(String value) {
    if (!value.contains(",") && !value.contains(":") && !value.contains("\n")) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    value.chars().forEach(c -> quoted.append(escaped((char) c)));
    return quoted.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    };
  }

  /** Returns the value that a field holds; what is no JSON string is the value itself. */
  static String unquote(String held) {
    int last = held.length() - 1;
    if (last < 1 || held.charAt(0) != '"' || held.charAt(last) != '"') {
      return held;
    }
    StringBuilder value = new StringBuilder();
    int at = 1;
    while (at < last) {
      char c = held.charAt(at++);
      if (c == '"' || c < ' ') {
        return held;
      }
      if (c == '\\') {
        OptionalInt meant = escape(held, at, last);
        if (meant.isEmpty()) {
          return held;
        }
        at += held.charAt(at) == 'u' ? 1 + CODE_DIGITS : 1;
        c = (char) meant.getAsInt();
      }
      value.append(c);
    }
    return value.toString();
  }

  /** Returns what the escape means whose letter stands at a place, or empty if it is none. */
  private static OptionalInt escape(String held, int at, int end) {
    if (at >= end) {
      return OptionalInt.empty();
    }
    return switch (held.charAt(at)) {
      case '"' -> OptionalInt.of('"');
      case '\\' -> OptionalInt.of('\\');
      case '/' -> OptionalInt.of('/');
      case 'b' -> OptionalInt.of('\b');
      case 'f' -> OptionalInt.of('\f');
      case 'n' -> OptionalInt.of('\n');
      case 'r' -> OptionalInt.of('\r');
      case 't' -> OptionalInt.of('\t');
      case 'u' -> code(held, at + 1, end);
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt code(String held, int at, int end) {
    if (at + CODE_DIGITS > end) {
      return OptionalInt.empty();
    }
    int code = 0;
    for (int i = at; i < at + CODE_DIGITS; i++) {
      char c = held.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, HEX) : -1;
      if (digit < 0) {
        return OptionalInt.empty();
      }
      code = code * HEX + digit;
    }
    return OptionalInt.of(code);
  }
}
