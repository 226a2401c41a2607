package io.pentimento.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.pentimento.image.AreaAverage;
import io.pentimento.image.PictureReader;
import io.pentimento.image.Pixels;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Preprocessors against OpenCV. */
class PreprocessorGoldenTest {
  private static final String FOLDER = "control/";

  @TestFactory
  Stream<DynamicTest> cases() {
    return GoldenCases.of(
        "control",
        () ->
            Goldens.objects(FOLDER + "index.json", "cases")
                .map(
                    one ->
                        DynamicTest.dynamicTest(
                            one.get("result").getAsString() + " of " + one.get("picture"),
                            () -> check(one))));
  }

  private static void check(JsonObject one) throws IOException {
    Pixels picture = read(one, "picture");
    Pixels expected = read(one, "result");
    String kind = one.get("kind").getAsString();
    switch (kind) {
      case "canny" ->
          assertThat(
                  new Canny(one.get("low").getAsInt(), one.get("high").getAsInt()).apply(picture))
              .isEqualTo(expected);
      case "blur" ->
          assertThat(new GaussianBlur(one.get("sigma").getAsDouble()).apply(picture))
              .isEqualTo(expected);
      case "area" ->
          assertClose(
              AreaAverage.resize(picture, expected.width(), expected.height()), expected, 1);
      case "grid" ->
          assertClose(new ColourGrid(one.get("side").getAsInt()).apply(picture), expected, 1);
      case "lineart" ->
          assertClose(
              new StandardLineart(
                      one.get("sigma").getAsDouble(), one.get("threshold").getAsDouble())
                  .apply(picture),
              expected,
              1);
      case "xdog" ->
          assertThat(new ScribbleXdog(one.get("threshold").getAsInt()).apply(picture))
              .isEqualTo(expected);
      default -> throw new IllegalArgumentException("no such kind: " + kind);
    }
  }

  private static Pixels read(JsonObject one, String key) throws IOException {
    return Pixels.of(PictureReader.read(Goldens.path(FOLDER + one.get(key).getAsString()))).rgb();
  }

  private static void assertClose(Pixels actual, Pixels expected, int levels) {
    assertThat(actual.size()).isEqualTo(expected.size());
    for (int i = 0; i < expected.samples().length; i++) {
      assertThat((actual.samples()[i] & 0xff) - (expected.samples()[i] & 0xff))
          .as("sample %d", i)
          .isBetween(-levels, levels);
    }
  }
}
