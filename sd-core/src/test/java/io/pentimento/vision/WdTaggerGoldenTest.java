package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import io.pentimento.image.PictureReader;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A WD tagger from a picture's file to its description, against timm. */
class WdTaggerGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String FOLDER = "vision/wd-vit-tiny/";
  private static final String TAGS = FOLDER + "tags.json";

  /** Recorded lists are named by their group and threshold: {@code general_0.35}. */
  @TestFactory
  Stream<DynamicTest> groups() {
    return GoldenCases.of(
        TAGS,
        () ->
            Goldens.json(TAGS).entrySet().stream()
                .filter(entry -> entry.getKey().matches("(general|character)_[0-9.]+"))
                .map(
                    entry ->
                        DynamicTest.dynamicTest(
                            TAGS + " " + entry.getKey(),
                            () -> check(entry.getKey(), entry.getValue().getAsJsonArray()))));
  }

  private static void check(String name, JsonArray recorded) throws IOException {
    double threshold = Double.parseDouble(name.substring(name.indexOf('_') + 1));
    WdTags tags = tags();
    List<Tag> group = name.startsWith("general") ? tags.general() : tags.characters();
    List<Tag> actual =
        group.stream()
            .filter(tag -> tag.score() > threshold)
            .sorted(TagOrder.SCORE.comparator())
            .toList();
    assertThat(actual.stream().map(Tag::name))
        .containsExactlyElementsOf(
            recorded.asList().stream()
                .map(tag -> tag.getAsJsonArray().get(0).getAsString())
                .toList());
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).score())
          .as(actual.get(i).name())
          .isCloseTo(score(recorded.get(i)), within(TOLERANCE));
    }
  }

  private static double score(JsonElement tag) {
    return tag.getAsJsonArray().get(1).getAsDouble();
  }

  @Test
  void ratings_areApart() throws IOException {
    JsonObject recorded = Goldens.object(TAGS, "ratings");
    List<Tag> ratings = tags().ratings();
    assertThat(ratings).hasSize(recorded.size());
    for (Tag rating : ratings) {
      assertThat(rating.score())
          .as(rating.name())
          .isCloseTo(recorded.get(rating.name()).getAsDouble(), within(TOLERANCE));
    }
  }

  /** The recorded descriptions, by whether underscores become spaces. */
  @TestFactory
  Stream<DynamicTest> captions() {
    Map<String, Boolean> spaces = Map.of("caption", false, "caption_spaces", true);
    return GoldenCases.of(
        TAGS,
        () -> {
          JsonObject recorded = Goldens.json(TAGS);
          return spaces.keySet().stream()
              .filter(recorded::has)
              .sorted()
              .map(
                  name ->
                      DynamicTest.dynamicTest(
                          TAGS + " " + name,
                          () ->
                              assertThat(
                                      tags()
                                          .describe(
                                              WdThresholds.usual(),
                                              TagStyle.wdTagger().spaces(spaces.get(name))))
                                  .isEqualTo(recorded.get(name).getAsString())));
        });
  }

  private static WdTags tags() throws IOException {
    try (WdTagger tagger =
        WdTagger.load(Goldens.path(FOLDER), Precision.FLOAT32, ComputeDevice.CPU)) {
      return tagger.tags(PictureReader.read(Goldens.path(FOLDER + "image.png")));
    }
  }
}
