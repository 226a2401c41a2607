package io.pentimento.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a prompt into weighted pieces: {@code (more)}, {@code [less]}, {@code (exactly:1.3)},
 * {@code \(literal\)}, and the word BREAK between two chunks. Every text is a prompt: a bracket
 * without its partner weighs what follows, and what makes no sense is text.
 */
public final class PromptAttention {
  private static final double MORE = 1.1;
  private static final double LESS = 1 / 1.1;

  /** A colon, a number and the bracket that closes; the number may hold digits of any script. */
  private static final Pattern WEIGHT =
      Pattern.compile(":\\s*([+-]?[.\\d]+)\\s*\\)", Pattern.UNICODE_CHARACTER_CLASS);

  private static final String BREAK = WeightedText.BREAK.text();
  private static final String SPECIAL = "\\()[]:";
  private static final String ESCAPABLE = "\\()[]";

  private final String prompt;
  private final List<WeightedText> pieces = new ArrayList<>();

  /**
   * The number of pieces before each open bracket. Round and square ones know nothing of each
   * other.
   */
  private final Deque<Integer> round = new ArrayDeque<>();

  private final Deque<Integer> square = new ArrayDeque<>();
  private int at;

  private PromptAttention(String prompt) {
    this.prompt = prompt;
  }

  /** Returns the pieces of a prompt, at least one; neighbours have different weights. */
  public static List<WeightedText> parse(String prompt) {
    return new PromptAttention(prompt).parse();
  }

  private List<WeightedText> parse() {
    Matcher weight = WEIGHT.matcher(prompt);
    while (at < prompt.length()) {
      char c = prompt.charAt(at);
      switch (c) {
        case '\\' -> escaped();
        case '(' -> open(round);
        case '[' -> open(square);
        case ')' -> close(round, MORE);
        case ']' -> close(square, LESS);
        case ':' -> colon(weight);
        default -> run();
      }
    }
    while (!round.isEmpty()) {
      multiply(round.pop(), MORE);
    }
    while (!square.isEmpty()) {
      multiply(square.pop(), LESS);
    }
    if (pieces.isEmpty()) {
      pieces.add(new WeightedText("", 1));
    }
    return joined();
  }

  private void escaped() {
    int next = at + 1;
    boolean literal = next < prompt.length() && ESCAPABLE.indexOf(prompt.charAt(next)) >= 0;
    pieces.add(new WeightedText(literal ? prompt.substring(next, next + 1) : "", 1));
    at = literal ? next + 1 : next;
  }

  private void open(Deque<Integer> brackets) {
    brackets.push(pieces.size());
    at++;
  }

  private void close(Deque<Integer> brackets, double factor) {
    if (brackets.isEmpty()) {
      text(prompt.substring(at, at + 1));
    } else {
      multiply(brackets.pop(), factor);
    }
    at++;
  }

  private void colon(Matcher weight) {
    weight.region(at, prompt.length());
    OptionalDouble number =
        weight.lookingAt() ? Decimal.parse(weight.group(1)) : OptionalDouble.empty();
    if (number.isEmpty()) {
      text(":");
      at++;
    } else {
      if (round.isEmpty()) {
        text(weight.group());
      } else {
        multiply(round.pop(), number.getAsDouble());
      }
      at = weight.end();
    }
  }

  private void run() {
    int start = at;
    while (at < prompt.length() && SPECIAL.indexOf(prompt.charAt(at)) < 0) {
      at++;
    }
    text(prompt.substring(start, at));
  }

  /**
   * Adds a text, with the BREAKs in it as pieces of their own; blanks around them belong to them.
   */
  private void text(String text) {
    int start = 0;
    int word = Words.indexOf(text, BREAK, 0);
    while (word >= 0) {
      int end = Blanks.skipBack(text, start, word);
      pieces.add(new WeightedText(text.substring(start, end), 1));
      pieces.add(WeightedText.BREAK);
      start = Blanks.skip(text, word + BREAK.length(), text.length());
      word = Words.indexOf(text, BREAK, start);
    }
    pieces.add(new WeightedText(text.substring(start), 1));
  }

  private void multiply(int from, double factor) {
    for (int i = from; i < pieces.size(); i++) {
      pieces.set(i, pieces.get(i).times(factor));
    }
  }

  private List<WeightedText> joined() {
    List<WeightedText> joined = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= pieces.size(); i++) {
      if (i == pieces.size() || pieces.get(i).weight() != pieces.get(start).weight()) {
        StringBuilder text = new StringBuilder();
        pieces.subList(start, i).forEach(piece -> text.append(piece.text()));
        joined.add(new WeightedText(text.toString(), pieces.get(start).weight()));
        start = i;
      }
    }
    return List.copyOf(joined);
  }
}
