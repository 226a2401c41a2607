package io.pentimento.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * A prompt on its way to a schedule.
 *
 * <p>The text becomes a list of pieces that is played from the front for every step. All pieces are
 * literal at first. When a bracket closes and its group turns out to be an edit, the piece of the
 * opening bracket becomes a choice of where to go on, and the pieces between the branches become
 * jumps behind the group. A group that turns out malformed needs no undoing: it is forgotten and
 * its pieces stay literal, and so do those of all groups around it, which cannot be well formed
 * either. Groups inside it that closed before stay what they are. So each character is looked at
 * once, and nothing here calls itself, however deep brackets nest.
 */
final class EditedPrompt {
  private static final String SPECIAL = "\\()[]:|";

  private final String text;
  private final Timeline timeline;
  private final List<Piece> pieces = new ArrayList<>();
  private final Deque<OpenGroup> open = new ArrayDeque<>();

  /** The last steps of entries. */
  private final BitSet ends = new BitSet();

  private int at;

  /** Whether something makes the whole prompt literal. */
  private boolean literal;

  /** A piece of the list. */
  private interface Piece {
    /** Writes what this piece is at a step, and returns the index of the piece to go on with. */
    int play(int step, int index, StringBuilder out);
  }

  private record Literal(String text) implements Piece {
    @Override
    public int play(int step, int index, StringBuilder out) {
      out.append(text);
      return index + 1;
    }
  }

  private record Jump(int to) implements Piece {
    @Override
    public int play(int step, int index, StringBuilder out) {
      return to;
    }
  }

  private record Switch(int lastBefore, int before, int after) implements Piece {
    @Override
    public int play(int step, int index, StringBuilder out) {
      return step <= lastBefore ? before : after;
    }
  }

  private record Alternation(List<Integer> options) implements Piece {
    @Override
    public int play(int step, int index, StringBuilder out) {
      return options.get((step - 1) % options.size());
    }
  }

  EditedPrompt(String text, Timeline timeline) {
    this.text = text;
    this.timeline = timeline;
  }

  /** Reads the prompt, once. */
  PromptSchedule schedule() {
    int last = timeline.lastStep();
    ends.set(last);
    while (at < text.length() && !literal) {
      switch (text.charAt(at)) {
        case '(', '[' -> open();
        case ')', ']' -> close();
        case ':', '|' -> separate();
        default -> run();
      }
    }
    abandonGroups();
    if (literal) {
      return new PromptSchedule(List.of(new PromptSchedule.Entry(last, text)));
    }
    return new PromptSchedule(
        ends.stream().mapToObj(end -> new PromptSchedule.Entry(end, textAt(end))).toList());
  }

  private String textAt(int step) {
    StringBuilder out = new StringBuilder();
    int index = 0;
    while (index < pieces.size()) {
      index = pieces.get(index).play(step, index, out);
    }
    return out.toString();
  }

  private void open() {
    open.push(new OpenGroup(text.charAt(at), pieces.size()));
    special();
  }

  private void separate() {
    char separator = text.charAt(at);
    OpenGroup group = open.peek();
    if (group != null && group.takes(separator)) {
      group.add(separator, pieces.size(), at);
    } else {
      abandonGroups();
      literal |= separator == '|';
    }
    special();
  }

  private void close() {
    OpenGroup group = open.peek();
    boolean fits = group != null && group.endsWith(text.charAt(at));
    if (group != null && fits && group.isVerbatim()) {
      open.pop();
    } else if (group != null && fits && edits(group)) {
      open.pop();
      pieces.add(new Jump(pieces.size() + 1));
      at++;
      return;
    } else {
      abandonGroups();
    }
    special();
  }

  /** Makes an edit of a group that ends here, and tells whether it is well formed. */
  private boolean edits(OpenGroup group) {
    int end = pieces.size();
    Piece choice;
    if (group.isAlternation()) {
      choice = new Alternation(group.branches());
      ends.set(1, timeline.lastStep() + 1);
    } else {
      OptionalInt lastBefore = switchStep(group.lastSeparatorAt() + 1);
      if (lastBefore.isEmpty()) {
        return false;
      }
      int step = lastBefore.getAsInt();
      List<Integer> branches = group.branches();
      // The last branch is the number. Where there is but one other, nothing stands before.
      choice =
          branches.size() == 2
              ? new Switch(step, end, branches.get(0))
              : new Switch(step, branches.get(0), branches.get(1));
      if (step >= 1) {
        ends.set(step);
      }
    }
    pieces.set(group.piece(), choice);
    group.separators().forEach(separator -> pieces.set(separator, new Jump(end)));
    return true;
  }

  /** Reads the number between a colon and the bracket here. */
  private OptionalInt switchStep(int from) {
    int start = Blanks.skip(text, from, at);
    int end = SwitchNumber.end(text, start, at);
    if (end == start || Blanks.skip(text, end, at) != at) {
      return OptionalInt.empty();
    }
    String number = text.substring(start, end);
    return OptionalInt.of(
        timeline.switchStep(Double.parseDouble(number), number.indexOf('.') >= 0));
  }

  /** Adds the bracket, colon or bar here as text, for now. */
  private void special() {
    pieces.add(new Literal(text.substring(at, at + 1)));
    at++;
  }

  /** Adds text up to what may be special; a backslash takes the next character along. */
  private void run() {
    int start = at;
    while (at < text.length() && !literal) {
      char c = text.charAt(at);
      if (c == '\\') {
        literal = at + 1 == text.length() || text.charAt(at + 1) == '\n';
        at += 2;
      } else if (SPECIAL.indexOf(c) < 0) {
        at++;
      } else {
        break;
      }
    }
    pieces.add(new Literal(text.substring(start, Math.min(at, text.length()))));
  }

  private void abandonGroups() {
    literal |= open.stream().anyMatch(OpenGroup::isAlternation);
    open.clear();
  }
}
