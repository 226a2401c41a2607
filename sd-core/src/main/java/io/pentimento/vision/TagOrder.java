package io.pentimento.vision;

import java.util.Arrays;
import java.util.Comparator;

/** In which order tags stand in a description. */
public enum TagOrder {
  /** By their names as the file has them, by code points: "1girl" before "^_^" before "a". */
  ALPHABETICAL(Comparator.comparing(Tag::name, TagOrder::byCodePoints)),
  /** The surest first; equally sure ones as in the file. */
  SCORE(Comparator.comparingDouble(Tag::score).reversed());

  private final Comparator<Tag> comparator;

  TagOrder(Comparator<Tag> comparator) {
    this.comparator = comparator;
  }

  Comparator<Tag> comparator() {
    return comparator;
  }

  private static int byCodePoints(String a, String b) {
    int[] first = a.codePoints().toArray();
    int[] second = b.codePoints().toArray();
    return Arrays.compare(first, second);
  }
}
