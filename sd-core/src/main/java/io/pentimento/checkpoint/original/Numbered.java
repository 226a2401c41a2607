package io.pentimento.checkpoint.original;

import java.util.Set;

/** Counts modules that are numbered from 0. */
final class Numbered {
  private static final int LONGEST_NUMBER = 4;

  private Numbered() {}

  /** Returns one more than the largest number that follows a prefix, or 0. */
  static int count(Set<String> names, String prefix) {
    int count = 0;
    for (String name : names) {
      if (name.startsWith(prefix)) {
        count = Math.max(count, 1 + number(name, prefix.length()));
      }
    }
    return count;
  }

  /** Returns the number at a place in a name, or -1. */
  private static int number(String name, int start) {
    int end = start;
    while (end < name.length() && Character.digit(name.charAt(end), 10) >= 0) {
      end++;
    }
    boolean readable = end > start && end - start <= LONGEST_NUMBER;
    return readable ? Integer.parseInt(name.substring(start, end)) : -1;
  }
}
