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

class BrownianTreeGoldenTest {
  private static final String FILE = "generation/rng.json";
  private static final double VALUE = 3e-6;
  private static final Map<String, NoiseSource> SOURCES =
      Map.of("CPU", NoiseSource.torchCpu(), "NV", NoiseSource.nvidia());

  @TestFactory
  Stream<DynamicTest> seedSequence() {
    return GoldenCases.of(FILE + " seed_sequence", this::seedSequenceCases);
  }

  private Stream<DynamicTest> seedSequenceCases() {
    return Goldens.objects(FILE, "seed_sequence")
        .map(
            golden ->
                dynamicTest(
                    "rng.json seed_sequence %s %s"
                        .formatted(golden.get("entropy"), golden.get("spawn_key")),
                    () -> {
                      SeedSequence seeds =
                          new SeedSequence(golden.get("entropy").getAsLong())
                              .at(JsonNumbers.longs(golden.get("spawn_key")));
                      long[] expected = JsonNumbers.longs(golden.get("state"));
                      assertThat(seeds.seeds(expected.length)).isEqualTo(expected);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> brownian() {
    return GoldenCases.of(FILE + " brownian", this::brownianCases);
  }

  private Stream<DynamicTest> brownianCases() {
    return Goldens.objects(FILE, "brownian")
        .map(
            golden ->
                dynamicTest(
                    "rng.json brownian %s seed %s shape %s"
                        .formatted(golden.get("source"), golden.get("seed"), golden.get("shape")),
                    () -> assertPath(golden)));
  }

  private static void assertPath(JsonObject golden) {
    int count = IntStream.of(JsonNumbers.ints(golden.get("shape"))).reduce(1, (a, b) -> a * b);
    BrownianTree tree =
        new BrownianTree(
            SOURCES.get(golden.get("source").getAsString()),
            golden.get("seed").getAsLong(),
            golden.get("sigma_min").getAsFloat(),
            golden.get("sigma_max").getAsFloat(),
            count);
    List<JsonElement> queries = golden.getAsJsonArray("queries").asList();
    for (int i = 0; i < queries.size(); i++) {
      float[] ends = JsonNumbers.floats(queries.get(i));
      JsonObject expected = golden.getAsJsonArray("values").get(i).getAsJsonObject();
      float[] actual = tree.noise(ends[0], ends[1]);
      assertThat(actual).hasSize(expected.get("n").getAsInt());
      assertValues(expected, "values", actual);
      assertValues(expected, "first16", Arrays.copyOf(actual, Math.min(16, count)));
      assertValues(expected, "last16", Arrays.copyOfRange(actual, Math.max(0, count - 16), count));
    }
  }

  private static void assertValues(JsonObject golden, String key, float[] actual) {
    if (!golden.has(key)) {
      return;
    }
    double[] values = JsonNumbers.doubles(golden.get(key));
    assertThat(actual).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) actual[i]).as("%s, %d", key, i).isCloseTo(values[i], within(VALUE));
    }
  }
}
