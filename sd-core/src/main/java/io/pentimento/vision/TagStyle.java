package io.pentimento.vision;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How tags become a description.
 *
 * @param order in which order they stand
 * @param without tags that are left out, as the tagger's file has them
 * @param spaces whether underscores become spaces
 * @param escaping which characters get a backslash, so that a prompt takes them as they are
 * @param scores whether each tag gets its score, {@code (tag:0.823)}, which a prompt takes for its
 *     weight
 * @param keptFaces tags whose underscores always stay, such as {@code ^_^}
 */
public record TagStyle(
    TagOrder order,
    Set<String> without,
    boolean spaces,
    TagEscaping escaping,
    boolean scores,
    Set<String> keptFaces) {
  /** The faces among the tags of the WD taggers. */
  public static final Set<String> FACES =
      Set.of(
          "0_0", "(o)_(o)", "+_+", "+_-", "._.", "<o>_<o>", "<|>_<|>", "=_=", ">_<", "3_3", "6_9",
          ">_o", "@_@", "^_^", "o_o", "u_u", "x_x", "|_|", "||_||");

  private static final int DECIMALS = 3;

  /** Copies the sets, so that the record is a value. */
  public TagStyle {
    without = Set.copyOf(without);
    keptFaces = Set.copyOf(keptFaces);
  }

  /** Returns the WebUI's style for DeepDanbooru: alphabetical, with spaces and escaped brackets. */
  public static TagStyle deepDanbooru() {
    return new TagStyle(
        TagOrder.ALPHABETICAL,
        Set.of(),
        true,
        TagEscaping.BRACKETS_AND_BACKSLASHES,
        false,
        Set.of());
  }

  /** Returns the usual style of the WD taggers: surest first, with spaces and escaped brackets. */
  public static TagStyle wdTagger() {
    return new TagStyle(TagOrder.SCORE, Set.of(), true, TagEscaping.BRACKETS, false, FACES);
  }

  /** Returns this style with another order. */
  public TagStyle order(TagOrder other) {
    return new TagStyle(other, without, spaces, escaping, scores, keptFaces);
  }

  /**
   * Returns this style with tags left out.
   *
   * @param names separated by commas, with spaces or underscores, as in the WebUI's settings
   */
  public TagStyle without(String names) {
    Set<String> left =
        Arrays.stream(names.split(",", -1))
            .map(name -> name.strip().replace(' ', '_'))
            .collect(Collectors.toUnmodifiableSet());
    return new TagStyle(order, left, spaces, escaping, scores, keptFaces);
  }

  /** Returns this style with spaces or with underscores. */
  public TagStyle spaces(boolean wanted) {
    return new TagStyle(order, without, wanted, escaping, scores, keptFaces);
  }

  /** Returns this style with other characters escaped. */
  public TagStyle escaping(TagEscaping other) {
    return new TagStyle(order, without, spaces, other, scores, keptFaces);
  }

  /** Returns this style with scores or without. */
  public TagStyle scores(boolean wanted) {
    return new TagStyle(order, without, spaces, escaping, wanted, keptFaces);
  }

  /** Joins tags to a description, in the order of this style. */
  public String join(List<Tag> tags) {
    return joinAsTheyAre(tags.stream().sorted(order.comparator()).toList());
  }

  /** Joins tags to a description, in their own order. */
  String joinAsTheyAre(List<Tag> tags) {
    return tags.stream()
        .filter(tag -> !without.contains(tag.name()))
        .map(this::written)
        .collect(Collectors.joining(", "));
  }

  private String written(Tag tag) {
    String name = tag.name();
    String spaced = spaces && !keptFaces.contains(name) ? name.replace('_', ' ') : name;
    String escaped = escaping.applyTo(spaced);
    return scores ? "(%s:%s)".formatted(escaped, rounded(tag.score())) : escaped;
  }

  /** Returns a number with three decimals, rounded as Python does. */
  static String rounded(double value) {
    return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).toPlainString();
  }
}
