package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Seeds;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import io.pentimento.testing.TestEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The noise of pictures: plain, varied, resized, and with other seeds after the first draw. */
class ImageNoiseGoldenTest {
  private static final String FILE = "generation/rng.json";
  private static final int FACTOR = 8;
  private static final double TOLERANCE = 3e-6;
  private static final double SUM_TOLERANCE = 1e-5;

  private static final Map<String, NoiseSource> SOURCES =
      Map.of("CPU", NoiseSource.torchCpu(), "NV", NoiseSource.nvidia());

  @TestFactory
  Stream<DynamicTest> images() {
    return GoldenCases.of(
        FILE + " image_rng",
        () ->
            Goldens.objects(FILE, "image_rng")
                .map(
                    golden -> dynamicTest("rng.json " + label(golden), () -> assertNoise(golden))));
  }

  private static String label(JsonObject golden) {
    JsonObject label = golden.deepCopy();
    label.remove("draws");
    return "image_rng " + label;
  }

  private static void assertNoise(JsonObject golden) {
    int[] shape = JsonNumbers.ints(golden.get("shape"));
    List<Long> seeds = longs(golden, "seeds");
    List<Long> variationSeeds = longs(golden, "subseeds");
    try (Scope scope = TestEngine.open("image noise")) {
      ImageNoise noise =
          new ImageNoise(
              settings(golden, seeds), variationSeeds, shape[0], shape[1], shape[2], FACTOR);
      List<JsonElement> draws = golden.getAsJsonArray("draws").asList();
      int size = shape[0] * shape[1] * shape[2];
      for (int draw = 0; draw < draws.size(); draw++) {
        float[] values = (draw == 0 ? noise.first(scope) : noise.next(scope)).toFloatArray();
        List<JsonElement> images = draws.get(draw).getAsJsonArray().asList();
        assertThat(values).hasSize(images.size() * size);
        for (int i = 0; i < images.size(); i++) {
          assertImage(
              images.get(i).getAsJsonObject(),
              Arrays.copyOfRange(values, i * size, (i + 1) * size));
        }
      }
    }
  }

  private static Seeds settings(JsonObject golden, List<Long> seeds) {
    Seeds settings =
        Seeds.of(0).withEach(seeds).withSource(SOURCES.get(golden.get("source").getAsString()));
    if (golden.has("strength")) {
      settings =
          settings.withVariation(new Seeds.Variation(0, golden.get("strength").getAsDouble()));
    }
    if (golden.has("from_w")) {
      settings =
          settings.withResizeFrom(
              new ImageSize(golden.get("from_w").getAsInt(), golden.get("from_h").getAsInt()));
    }
    return golden.has("ensd")
        ? settings.withStepSeedDelta(golden.get("ensd").getAsLong())
        : settings;
  }

  private static List<Long> longs(JsonObject golden, String key) {
    return golden.has(key)
        ? Arrays.stream(JsonNumbers.longs(golden.get(key))).boxed().toList()
        : List.of();
  }

  private static void assertImage(JsonObject expected, float[] values) {
    assertThat(values).hasSize(expected.get("n").getAsInt());
    assertThat(JsonNumbers.floats(expected.get("first16")))
        .containsExactly(Arrays.copyOf(values, 16), Offset.offset((float) TOLERANCE));
    assertThat(JsonNumbers.floats(expected.get("last16")))
        .containsExactly(
            Arrays.copyOfRange(values, values.length - 16, values.length),
            Offset.offset((float) TOLERANCE));
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    double expectedSum = expected.get("sum_abs").getAsDouble();
    assertThat(sum).isCloseTo(expectedSum, within(SUM_TOLERANCE * expectedSum));
  }

  @TestFactory
  Stream<DynamicTest> turns() {
    return GoldenCases.of(
        FILE + " slerp",
        () ->
            Goldens.objects(FILE, "slerp")
                .map(
                    golden ->
                        dynamicTest(
                            "rng.json slerp %s %s"
                                .formatted(golden.get("val"), golden.get("shape")),
                            () -> assertTurn(golden))));
  }

  private static void assertTurn(JsonObject golden) {
    int[] shape = JsonNumbers.ints(golden.get("shape"));
    float[] turned =
        NoiseTurn.turned(
            golden.get("val").getAsDouble(),
            JsonNumbers.floats(golden.get("low")),
            JsonNumbers.floats(golden.get("high")),
            shape[0],
            shape[1],
            shape[2]);
    assertThat(turned)
        .containsExactly(
            JsonNumbers.floats(golden.get("result")), Offset.offset((float) TOLERANCE));
  }
}
