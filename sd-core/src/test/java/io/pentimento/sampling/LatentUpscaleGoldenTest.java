package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import io.pentimento.testing.OfflineEngine;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LatentUpscaleGoldenTest {
  private static final String FILE = "generation/schedules.json";
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> resized() {
    return GoldenCases.of(FILE + " latent_upscale", this::resizedCases);
  }

  private Stream<DynamicTest> resizedCases() {
    return Goldens.objects(FILE, "latent_upscale")
        .map(
            golden ->
                dynamicTest(
                    "schedules.json latent_upscale %s %s"
                        .formatted(golden.get("mode"), golden.get("out_shape")),
                    () -> assertResized(golden)));
  }

  private static void assertResized(JsonObject golden) {
    String label = golden.get("mode").getAsString();
    LatentUpscale way = LatentUpscale.labelled(label).orElseThrow();
    assertThat(way.label()).isEqualTo(label);
    long[] shape = JsonNumbers.longs(golden.get("out_shape"));
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray latent =
          manager.create(
              JsonNumbers.floats(golden.get("in")),
              new Shape(JsonNumbers.longs(golden.get("in_shape"))));
      NDArray resized = way.resize(latent, (int) shape[2], (int) shape[3]);
      new GoldenTensor(shape, JsonNumbers.doubles(golden.get("out")))
          .assertClose("out", resized.getShape().getShape(), resized.toFloatArray(), TOLERANCE);
    }
  }
}
