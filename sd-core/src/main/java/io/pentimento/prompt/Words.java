package io.pentimento.prompt;

/**
 * Words as the WebUI means them: letters, numbers of any kind and underscores of all scripts. Marks
 * that combine with a letter end a word, which Java's word boundary does not know.
 */
final class Words {
  private Words() {}

  static boolean isWord(int codePoint) {
    if (Character.isLetterOrDigit(codePoint) || codePoint == '_') {
      return true;
    }
    int type = Character.getType(codePoint);
    return type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
  }

  /** Returns where a word next stands on its own, or -1. */
  static int indexOf(String text, String word, int from) {
    int at = text.indexOf(word, from);
    while (at >= 0 && !standsAlone(text, at, at + word.length())) {
      at = text.indexOf(word, at + 1);
    }
    return at;
  }

  private static boolean standsAlone(String text, int start, int end) {
    boolean before = start > 0 && isWord(text.codePointBefore(start));
    boolean behind = end < text.length() && isWord(text.codePointAt(end));
    return !before && !behind;
  }
}
