package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.ImageCases;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Outpainting's matched noise against the reference's: group {@code mk2_noise}. */
class MatchedNoiseGoldenTest {
  /** What the reference's file says of its numbers. */
  private static final double TOLERANCE = 1e-6;

  @TestFactory
  Stream<DynamicTest> noise() {
    return ImageCases.group("mk2_noise", MatchedNoiseGoldenTest::check);
  }

  private static void check(JsonObject golden) {
    JsonObject inputs = golden.getAsJsonObject("inputs");
    JsonObject params = golden.getAsJsonObject("params");
    JsonObject outputs = golden.getAsJsonObject("outputs");
    checkStream(ImageCases.tensor(outputs.get("rng_uniform_noise")));
    GoldenTensor source = ImageCases.tensor(inputs.get("image"));
    int rows = Math.toIntExact(source.shape()[0]);
    int columns = Math.toIntExact(source.shape()[1]);
    int from = inputs.get("mask_right_from_column").getAsInt();
    double[] mask =
        IntStream.range(0, rows * columns * 3)
            .mapToDouble(i -> i / 3 % columns >= from ? 1 : 0)
            .toArray();
    double[] filled =
        new MatchedNoise(
                params.get("falloff").getAsDouble(), params.get("colour_variation").getAsDouble())
            .fill(source.values(), mask, rows, columns);
    checkPicture(filled, ImageCases.tensor(outputs.get("image")).values());
  }

  private static void checkStream(GoldenTensor expected) {
    Pcg64 random = Pcg64.ofSeedZero();
    assertThat(Arrays.stream(expected.values()).map(value -> random.nextDouble()).toArray())
        .isEqualTo(expected.values());
  }

  private static void checkPicture(double[] actual, double[] expected) {
    int[] wrong =
        IntStream.range(0, expected.length)
            .filter(i -> !(Math.abs(actual[i] - expected[i]) <= TOLERANCE))
            .toArray();
    assertThat(wrong).isEmpty();
  }
}
