package io.pentimento.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The cases of {@code inpaint/index.json} and the pictures beside it. */
public final class ImageCases {
  private static final String FOLDER = "inpaint/";
  private static final String INDEX = FOLDER + "index.json";

  private ImageCases() {}

  /** Returns a test for each case of a group, or skips if the set has none. */
  public static Stream<DynamicTest> group(String group, ThrowingConsumer<JsonObject> test) {
    return group(group, one -> true, test);
  }

  /**
   * Returns a test for each case of a group that a filter lets pass, or skips if the set has none.
   */
  public static Stream<DynamicTest> group(
      String group, Predicate<JsonObject> filter, ThrowingConsumer<JsonObject> test) {
    List<JsonObject> cases =
        StreamSupport.stream(Goldens.json(INDEX).getAsJsonArray("cases").spliterator(), false)
            .map(JsonElement::getAsJsonObject)
            .filter(one -> one.get("group").getAsString().equals(group))
            .filter(filter)
            .toList();
    Assumptions.assumeFalse(cases.isEmpty(), () -> INDEX + " has no cases of group " + group);
    return cases.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    INDEX + " " + one.get("id").getAsString(), () -> test.accept(one)));
  }

  /** Returns what the index says of all its cases. */
  public static JsonObject meta() {
    return Goldens.json(INDEX).getAsJsonObject("meta");
  }

  /** Reads a picture that an entry of a case names. */
  public static BufferedImage image(JsonElement entry) {
    try {
      return ImageIO.read(
          Goldens.path(FOLDER + entry.getAsJsonObject().get("png").getAsString()).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a tensor that is written out in a case. */
  public static GoldenTensor tensor(JsonElement entry) {
    JsonObject tensor = entry.getAsJsonObject();
    return new GoldenTensor(
        tensor.getAsJsonArray("shape").asList().stream()
            .mapToLong(JsonElement::getAsLong)
            .toArray(),
        tensor.getAsJsonArray("data").asList().stream()
            .mapToDouble(JsonElement::getAsDouble)
            .toArray());
  }

  /** Reads whole numbers. */
  public static int[] ints(JsonArray array) {
    return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  /**
   * Asserts that samples agree to a number of levels, and tells how many do not and the first of
   * them.
   */
  public static void assertLevels(String name, byte[] actual, byte[] expected, int tolerance) {
    assertThat(actual.length).as("samples of " + name).isEqualTo(expected.length);
    int[] wrong =
        IntStream.range(0, actual.length)
            .filter(i -> Math.abs((actual[i] & 0xff) - (expected[i] & 0xff)) > tolerance)
            .toArray();
    assertThat(wrong.length)
        .as(
            () ->
                String.format(
                    Locale.ROOT,
                    "samples of %s that differ by more than %d; the first is %d (got %d, expected"
                        + " %d)",
                    name,
                    tolerance,
                    wrong[0],
                    actual[wrong[0]] & 0xff,
                    expected[wrong[0]] & 0xff))
        .isZero();
  }
}
