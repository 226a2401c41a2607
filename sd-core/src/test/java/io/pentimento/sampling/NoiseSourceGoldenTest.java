package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class NoiseSourceGoldenTest {
  private static final String FILE = "generation/rng.json";
  private static final double VALUE = 3e-6;
  private static final double SUM = 1e-5;
  private static final Map<String, NoiseSource> SOURCES =
      Map.of("CPU", NoiseSource.torchCpu(), "NV", NoiseSource.nvidia());

  @TestFactory
  Stream<DynamicTest> torchCpu_draws() {
    return draws("cpu", NoiseSource.torchCpu());
  }

  @TestFactory
  Stream<DynamicTest> nvidia_draws() {
    return draws("philox", NoiseSource.nvidia());
  }

  @TestFactory
  Stream<DynamicTest> torchCpu_drawsOfDifferentSizes() {
    return GoldenCases.of(FILE + " mixed", this::mixed);
  }

  private Stream<DynamicTest> mixed() {
    JsonObject mixed = Goldens.object(FILE, "mixed");
    return Stream.of(
        dynamicTest(
            "rng.json mixed, seed " + mixed.get("seed"),
            () -> {
              NoiseSource.Generator generator =
                  NoiseSource.torchCpu().seeded(mixed.get("seed").getAsLong());
              JsonNumbers.elements(mixed.get("draws"))
                  .map(JsonElement::getAsJsonObject)
                  .forEach(
                      draw ->
                          assertValues(
                              draw.get("values"), generator.normal(draw.get("n").getAsInt())));
            }));
  }

  private static Stream<DynamicTest> draws(String group, NoiseSource source) {
    return GoldenCases.of(
        FILE + " " + group,
        () ->
            Goldens.objects(FILE, group)
                .map(
                    golden ->
                        dynamicTest(
                            "rng.json %s seed %s shape %s"
                                .formatted(group, golden.get("seed"), golden.get("shape")),
                            () -> assertDraws(golden, source))));
  }

  private static void assertDraws(JsonObject golden, NoiseSource source) {
    NoiseSource.Generator generator = source.seeded(golden.get("seed").getAsLong());
    for (String draw : List.of("first", "second", "third")) {
      if (golden.has(draw)) {
        assertStatistics(golden.getAsJsonObject(draw), generator.normal(count(golden)));
      }
    }
  }

  private static int count(JsonObject golden) {
    return IntStream.of(JsonNumbers.ints(golden.get("shape"))).reduce(1, (a, b) -> a * b);
  }

  private static void assertStatistics(JsonObject expected, float[] actual) {
    int n = actual.length;
    if (expected.has("values")) {
      assertValues(expected.get("values"), actual);
    }
    for (int ends : new int[] {4, 16}) {
      if (expected.has("first" + ends)) {
        int length = Math.min(ends, n);
        assertValues(expected.get("first" + ends), Arrays.copyOf(actual, length));
        assertValues(expected.get("last" + ends), Arrays.copyOfRange(actual, n - length, n));
      }
    }
    if (expected.has("sum_abs")) {
      double sum = IntStream.range(0, n).mapToDouble(i -> Math.abs(actual[i])).sum();
      double expectedSum = expected.get("sum_abs").getAsDouble();
      assertThat(sum).as("sum_abs").isCloseTo(expectedSum, within(SUM * expectedSum));
    }
  }

  private static void assertValues(JsonElement expected, float[] actual) {
    double[] values = JsonNumbers.doubles(expected);
    assertThat(actual).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) actual[i]).as("value %d", i).isCloseTo(values[i], within(VALUE));
    }
  }
}
