package io.pentimento.prompt;

import java.util.ArrayList;
import java.util.List;

/** A bracket of prompt editing that has not closed yet. */
final class OpenGroup {
  private final char bracket;
  private final int piece;
  private final List<Integer> separators = new ArrayList<>(2);
  private boolean alternation;
  private int lastSeparatorAt;

  /**
   * Creates a group without content.
   *
   * @param bracket {@code (} or {@code [}
   * @param piece the index of its piece
   */
  OpenGroup(char bracket, int piece) {
    this.bracket = bracket;
    this.piece = piece;
  }

  int piece() {
    return piece;
  }

  /** Tells whether a colon or bar may come next, after what came before. */
  boolean takes(char separator) {
    if (separator == '|') {
      return bracket == '[' && (alternation || separators.isEmpty());
    }
    return !alternation && separators.size() < (bracket == '[' ? 2 : 1);
  }

  void add(char separator, int separatorPiece, int at) {
    alternation = separator == '|';
    separators.add(separatorPiece);
    lastSeparatorAt = at;
  }

  boolean endsWith(char closing) {
    return closing == (bracket == '[' ? ']' : ')');
  }

  boolean isAlternation() {
    return alternation;
  }

  /** Tells whether this group stays as it is written when it closes now. */
  boolean isVerbatim() {
    return bracket == '(' || separators.isEmpty();
  }

  /** Returns the pieces of the colons or bars. */
  List<Integer> separators() {
    return separators;
  }

  /** Returns where in the text the last colon or bar is. */
  int lastSeparatorAt() {
    return lastSeparatorAt;
  }

  /** Returns the first piece of each branch. */
  List<Integer> branches() {
    List<Integer> branches = new ArrayList<>(separators.size() + 1);
    branches.add(piece + 1);
    separators.forEach(separator -> branches.add(separator + 1));
    return branches;
  }
}
