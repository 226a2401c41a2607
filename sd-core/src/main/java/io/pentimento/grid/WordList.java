package io.pentimento.grid;

import java.util.ArrayList;
import java.util.List;

/** A list of texts between commas, some of them in quotation marks. */
final class WordList {
  private static final char MARK = '"';

  private final String text;
  private int at;

  private WordList(String text) {
    this.text = text;
  }

  static List<String> read(String text) {
    return new WordList(text).words();
  }

  /** Writes texts so that {@link #read} gives them back. */
  static String write(List<String> words) {
    return String.join(", ", words.stream().map(WordList::written).toList());
  }

  private static String written(String word) {
    boolean plain =
        !word.isEmpty() && word.equals(word.strip()) && word.chars().noneMatch(WordList::isSpecial);
    return plain ? word : MARK + word.replace("\"", "\"\"") + MARK;
  }

  private static boolean isSpecial(int c) {
    return c == ',' || c == MARK || c == '\n' || c == '\r';
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    while (at < text.length()) {
      skipBlanks();
      if (at < text.length() && text.charAt(at) == MARK) {
        words.add(quoted());
      } else {
        String word = plain();
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
      at++;
    }
    return words;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** Reads up to the next comma or line. */
  private String plain() {
    int start = at;
    while (at < text.length() && !isSeparator(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private static boolean isSeparator(char c) {
    return c == ',' || c == '\n' || c == '\r';
  }

  /** Reads to the closing mark, or the end, and what follows up to the next comma. */
  private String quoted() {
    StringBuilder word = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != MARK) {
        word.append(c);
      } else if (at < text.length() && text.charAt(at) == MARK) {
        word.append(MARK);
        at++;
      } else {
        break;
      }
    }
    return word.append(plain()).toString();
  }
}
