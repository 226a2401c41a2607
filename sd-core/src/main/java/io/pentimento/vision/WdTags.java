package io.pentimento.vision;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a WD tagger found, each list in the order of its file.
 *
 * @param ratings how fit the picture is for whom; their scores are not compared with a threshold
 * @param general what it shows
 * @param characters who it shows
 */
public record WdTags(List<Tag> ratings, List<Tag> general, List<Tag> characters) {
  /** Copies the lists, so that the record is a value. */
  public WdTags {
    ratings = List.copyOf(ratings);
    general = List.copyOf(general);
    characters = List.copyOf(characters);
  }

  /**
   * Describes the picture: general tags and characters above their thresholds.
   *
   * @return the groups one after the other, each in the style's order; alphabetical ones together
   */
  public String describe(WdThresholds thresholds, TagStyle style) {
    List<Tag> shown = above(general, thresholds.general());
    List<Tag> people = above(characters, thresholds.characters());
    if (style.order() == TagOrder.ALPHABETICAL) {
      return style.join(Stream.concat(shown.stream(), people.stream()).toList());
    }
    Stream<Tag> first = sorted(thresholds.charactersFirst() ? people : shown, style);
    Stream<Tag> second = sorted(thresholds.charactersFirst() ? shown : people, style);
    return style.joinAsTheyAre(Stream.concat(first, second).toList());
  }

  private static List<Tag> above(List<Tag> tags, double threshold) {
    return tags.stream().filter(tag -> tag.score() > threshold).toList();
  }

  private static Stream<Tag> sorted(List<Tag> tags, TagStyle style) {
    return tags.stream().sorted(style.order().comparator());
  }
}
