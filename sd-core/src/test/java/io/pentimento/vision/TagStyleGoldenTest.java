package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What DeepDanbooru's scores are written as, against the WebUI. */
class TagStyleGoldenTest {
  private static final String STRINGS = "vision/deepbooru-tiny/strings.json";

  @TestFactory
  Stream<DynamicTest> strings() {
    return GoldenCases.of(
        STRINGS,
        () -> {
          List<Tag> tags =
              Goldens.object(STRINGS, "probabilities").entrySet().stream()
                  .map(entry -> new Tag(entry.getKey(), entry.getValue().getAsDouble()))
                  .toList();
          AtomicInteger number = new AtomicInteger();
          return Goldens.objects(STRINGS, "cases")
              .map(
                  recorded ->
                      DynamicTest.dynamicTest(
                          STRINGS + " " + number.getAndIncrement() + " " + recorded.get("options"),
                          () -> check(tags, recorded)));
        });
  }

  private static void check(List<Tag> tags, JsonObject recorded) {
    JsonObject options = recorded.getAsJsonObject("options");
    TagStyle style =
        TagStyle.deepDanbooru()
            .order(flag(options, "alpha", true) ? TagOrder.ALPHABETICAL : TagOrder.SCORE)
            .spaces(flag(options, "spaces", true))
            .escaping(
                flag(options, "esc", true)
                    ? TagEscaping.BRACKETS_AND_BACKSLASHES
                    : TagEscaping.NONE)
            .scores(flag(options, "ranks", false))
            .without(options.has("filt") ? options.get("filt").getAsString() : "");
    double threshold =
        options.has("thr") ? options.get("thr").getAsDouble() : DeepDanbooru.USUAL_THRESHOLD;
    assertThat(DeepDanbooru.written(tags, threshold, style))
        .isEqualTo(recorded.get("text").getAsString());
  }

  private static boolean flag(JsonObject options, String name, boolean absent) {
    return options.has(name) ? options.get(name).getAsBoolean() : absent;
  }
}
