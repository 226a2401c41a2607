package io.pentimento.infotext;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds the fields of a line from left to right, and steps over what is none.
 *
 * <p>A field is a name, a colon, blanks, and a value: a text in quotation marks that a comma or the
 * end follows, or else all up to the next comma. A name is one word character and then one or more
 * word characters, blanks, - or /. A search that failed goes on where it failed, not one character
 * further: whatever starts in between would fail at the same place. So a line takes time in
 * proportion to its length.
 */
final class FieldLine {
  /** A field as the line holds it: its value may be in quotation marks, or empty. */
  record Field(String name, String held) {}

  private final String line;
  private int at;

  private FieldLine(String line) {
    this.line = line;
  }

  static List<Field> fields(String line) {
    return new FieldLine(line).fields();
  }

  /** Returns a name if a line can carry it. */
  static String requireName(String name) {
    FieldLine line = new FieldLine(name);
    if (name.isEmpty() || !line.isWordAt(0) || line.nameEnd() != name.length()) {
      throw new IllegalArgumentException(
          "A field's name must be one letter, digit or _, and then one or more letters, digits, _,"
              + " blanks, - or /, but got: "
              + name
              + ".");
    }
    return name;
  }

  private List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    while (at < line.length()) {
      if (!isWordAt(at)) {
        at++;
        continue;
      }
      int start = at;
      int end = nameEnd();
      if (end > 0 && end < line.length() && line.charAt(end) == ':') {
        at = end + 1;
        fields.add(new Field(line.substring(start, end), value()));
      } else {
        at = Math.max(end, start + 1);
      }
    }
    return fields;
  }

  /** Returns the end of the name that starts here, or -1 if one character is all there is. */
  private int nameEnd() {
    int second = line.offsetByCodePoints(at, 1);
    int end = second;
    while (end < line.length() && (isWordAt(end) || " -/".indexOf(line.charAt(end)) >= 0)) {
      end = line.offsetByCodePoints(end, 1);
    }
    return end == second ? -1 : end;
  }

  private String value() {
    while (at < line.length() && PythonText.isSpace(line.charAt(at))) {
      at++;
    }
    int start = at;
    OptionalInt quoted = quotedEnd();
    int comma = line.indexOf(',', start);
    int end = quoted.orElse(comma < 0 ? line.length() : comma);
    at = end + 1;
    return line.substring(start, end);
  }

  /** Returns the end of the quoted text that starts here, if a comma or the line's end follows. */
  private OptionalInt quotedEnd() {
    if (at >= line.length() || line.charAt(at) != '"') {
      return OptionalInt.empty();
    }
    int close = at + 1;
    while (close < line.length() && line.charAt(close) != '"') {
      close += line.charAt(close) == '\\' ? 2 : 1;
    }
    int end = close + 1;
    boolean whole = close > at + 1 && end <= line.length();
    return whole && (end == line.length() || line.charAt(end) == ',')
        ? OptionalInt.of(end)
        : OptionalInt.empty();
  }

  private boolean isWordAt(int index) {
    return PythonText.isWord(line.codePointAt(index));
  }
}
