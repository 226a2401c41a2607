package io.pentimento.examples;

import io.pentimento.vision.DeepDanbooru;
import io.pentimento.vision.TagEscaping;
import io.pentimento.vision.TagOrder;
import io.pentimento.vision.TagStyle;
import io.pentimento.vision.WdThresholds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tags are told, and how they are written. */
final class TagOptions {
  @Option(
      names = "--threshold",
      paramLabel = "SCORE",
      description =
          "How sure a tagger must be of a tag, 0 to 1: 0.5 for DeepDanbooru and 0.35 for WD taggers"
              + " unless set.")
  private @Nullable Double threshold;

  @Option(
      names = "--character-threshold",
      paramLabel = "SCORE",
      description = "The same for characters of a WD tagger; 0.75 unless set.")
  private @Nullable Double characters;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description =
          "One of ${COMPLETION-CANDIDATES}, in any case: ALPHABETICAL for DeepDanbooru and SCORE"
              + " for WD taggers unless set.")
  private @Nullable TagOrder order;

  @Option(
      names = "--without",
      paramLabel = "TAGS",
      description = "Tags to leave out, separated by commas.")
  private String without = "";

  @Option(names = "--underscores", description = "Keeps the underscores of tags.")
  private boolean underscores;

  @Option(names = "--plain-brackets", description = "Puts no backslash before brackets.")
  private boolean plainBrackets;

  @Option(
      names = "--ranks",
      description = "Adds the score of each tag, and the probability of each word of --words.")
  private boolean ranks;

  boolean ranks() {
    return ranks;
  }

  double deepDanbooru() {
    return threshold == null ? DeepDanbooru.USUAL_THRESHOLD : threshold;
  }

  WdThresholds wdTagger() {
    WdThresholds usual = WdThresholds.usual();
    return new WdThresholds(
        threshold == null ? usual.general() : threshold,
        characters == null ? usual.characters() : characters,
        false);
  }

  /** Returns a tagger's style with what was asked for. */
  TagStyle apply(TagStyle usual) {
    return usual
        .order(order == null ? usual.order() : order)
        .without(without)
        .spaces(!underscores)
        .escaping(plainBrackets ? TagEscaping.NONE : usual.escaping())
        .scores(ranks);
  }
}
