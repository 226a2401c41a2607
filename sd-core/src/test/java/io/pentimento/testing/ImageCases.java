package io.pentimento.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The cases of {@code inpaint/index.json} and the pictures beside it. */
public final class ImageCases {
  private static final String FOLDER = "inpaint/";
  private static final String INDEX = FOLDER + "index.json";

  private ImageCases() {}

  /** Returns a test for each case of a group, or one skipped test if the set has none. */
  public static Stream<DynamicTest> group(String group, ThrowingConsumer<JsonObject> test) {
    return group(group, one -> true, test);
  }

  /**
   * Returns a test for each case of a group that a filter lets pass, or one skipped test if the set
   * has none.
   */
  public static Stream<DynamicTest> group(
      String group, Predicate<JsonObject> filter, ThrowingConsumer<JsonObject> test) {
    return GoldenCases.of(
        INDEX + " " + group,
        () ->
            Goldens.objects(INDEX, "cases")
                .filter(one -> one.get("group").getAsString().equals(group))
                .filter(filter)
                .map(
                    one ->
                        DynamicTest.dynamicTest(
                            INDEX + " " + one.get("id").getAsString(), () -> test.accept(one))));
  }

  /** Returns what the index says of all its cases. */
  public static JsonObject meta() {
    return Goldens.object(INDEX, "meta");
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

  /** Reads a tensor that is written out in a case, or lies beside the index as raw numbers. */
  public static GoldenTensor tensor(JsonElement entry) {
    JsonObject tensor = entry.getAsJsonObject();
    long[] shape = JsonNumbers.longs(tensor.get("shape"));
    return tensor.has("data")
        ? new GoldenTensor(shape, JsonNumbers.doubles(tensor.get("data")))
        : new GoldenTensor(
            shape,
            raw(
                tensor.get("raw_little_endian").getAsString(),
                tensor.get("dtype").getAsString().equals("float64")));
  }

  private static double[] raw(String file, boolean wide) {
    try {
      ByteBuffer bytes =
          ByteBuffer.wrap(Files.readAllBytes(Goldens.path(FOLDER + file)))
              .order(ByteOrder.LITTLE_ENDIAN);
      return IntStream.range(0, bytes.capacity() / (wide ? Double.BYTES : Float.BYTES))
          .mapToDouble(i -> wide ? bytes.getDouble(8 * i) : bytes.getFloat(4 * i))
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
