package io.pentimento.examples;

import io.pentimento.vision.VisionKind;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What an option of {@code sd describe} is for.
 *
 * @param words the networks, for a message
 * @param kinds of which one must be named
 */
record DescribeNeed(String words, Set<VisionKind> kinds) {
  private static final DescribeNeed TAGGER =
      new DescribeNeed("a tagger", Set.of(VisionKind.DEEP_DANBOORU, VisionKind.WD_TAGGER));
  private static final DescribeNeed WD =
      new DescribeNeed("a WD tagger", Set.of(VisionKind.WD_TAGGER));
  private static final DescribeNeed BLIP =
      new DescribeNeed("BLIP's caption network", Set.of(VisionKind.BLIP));
  private static final DescribeNeed CLIP = new DescribeNeed("CLIP", Set.of(VisionKind.CLIP));
  private static final DescribeNeed RANKS =
      new DescribeNeed(
          "a tagger or CLIP",
          Set.of(VisionKind.DEEP_DANBOORU, VisionKind.WD_TAGGER, VisionKind.CLIP));

  private static final Map<String, DescribeNeed> BY_OPTION =
      Map.ofEntries(
          Map.entry("--words", CLIP),
          Map.entry("--lines", CLIP),
          Map.entry("--threshold", TAGGER),
          Map.entry("--character-threshold", WD),
          Map.entry("--order", TAGGER),
          Map.entry("--without", TAGGER),
          Map.entry("--underscores", TAGGER),
          Map.entry("--plain-brackets", TAGGER),
          Map.entry("--ranks", RANKS),
          Map.entry("--beams", BLIP),
          Map.entry("--shortest", BLIP),
          Map.entry("--longest", BLIP));

  /**
   * Refuses options that would have no effect.
   *
   * @param named the kinds of the networks that are named
   */
  static void check(ParseResult parsed, Set<VisionKind> named) {
    for (OptionSpec option : parsed.matchedOptions()) {
      DescribeNeed need = BY_OPTION.get(option.longestName());
      if (need != null && need.kinds().stream().noneMatch(named::contains)) {
        throw new IllegalArgumentException(
            "%s is for %s, which --with does not name."
                .formatted(option.longestName(), need.words()));
      }
    }
  }
}
