package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenDetectors;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Detectors against the reference: what is read from the object, each layer, and the end. */
class YoloNetGoldenTest {
  private static final double LAYERS = 1e-4;
  private static final double PIXELS = 0.02;
  private static final double SCORES = 1e-4;

  @TestFactory
  Stream<DynamicTest> savedObject_hasTheTensorsOfTheStateDict() {
    return GoldenDetectors.each(
        folder -> {
          try (Checkpoint object = Checkpoint.openObjects(Goldens.path(folder + "model.pt"));
              Checkpoint dict = Checkpoint.open(Goldens.path(folder + "state_dict.safetensors"))) {
            assertThat(object.names()).containsExactlyInAnyOrderElementsOf(dict.names());
            for (String name : dict.names()) {
              assertThat(object.info(name)).isEqualTo(dict.info(name));
              assertThat(bytes(object, name)).as(name).isEqualTo(bytes(dict, name));
            }
          }
        });
  }

  private static byte[] bytes(Checkpoint checkpoint, String name) throws IOException {
    ByteBuffer buffer = checkpoint.bytes(name);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @TestFactory
  Stream<DynamicTest> classNames_areThoseOfTheObject() {
    return GoldenDetectors.each(
        folder -> {
          Map<Integer, String> expected = new TreeMap<>();
          JsonObject config = Goldens.json(folder + "config.json");
          for (Map.Entry<String, JsonElement> name : config.getAsJsonObject("names").entrySet()) {
            expected.put(Integer.valueOf(name.getKey()), name.getValue().getAsString());
          }
          try (Checkpoint object = Checkpoint.openObjects(Goldens.path(folder + "model.pt"))) {
            assertThat(YoloKind.of(object).classNames())
                .containsExactlyElementsOf(expected.values());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> layers() {
    return GoldenDetectors.each(
        folder -> {
          Map<String, GoldenTensor> golden = Goldens.tensors(folder + "io.safetensors");
          for (String file : List.of("model.pt", "state_dict.safetensors")) {
            check(folder + file, golden);
          }
        });
  }

  private static void check(String file, Map<String, GoldenTensor> golden) throws IOException {
    try (Scope scope = TestEngine.open("golden");
        Checkpoint checkpoint = Checkpoint.openObjects(Goldens.path(file))) {
      YoloNet network = YoloNet.read(checkpoint, scope);
      NDArray pixels = TestEngine.array(scope, golden.get("input"));
      List<String> seen = new ArrayList<>();
      YoloPrediction prediction =
          network.predict(
              scope,
              pixels,
              (layer, output) -> {
                GoldenTensor expected = golden.get("layer" + layer);
                if (expected != null) {
                  seen.add(layer);
                  TestEngine.assertClose(file + " layer " + layer, scope, output, expected, LAYERS);
                }
              });
      assertThat(seen)
          .hasSameSizeAs(
              golden.keySet().stream().filter(name -> name.startsWith("layer")).toList());
      checkPrediction(file, prediction, golden.get("prediction"));
      assertThat(prediction.prototypes().isPresent()).isEqualTo(golden.containsKey("protos"));
      prediction
          .prototypes()
          .ifPresent(
              made -> {
                GoldenTensor expected = golden.get("protos");
                expected.assertClose(
                    file + " protos",
                    new long[] {1, made.count(), made.height(), made.width()},
                    made.values(),
                    LAYERS * expected.scale());
              });
    }
  }

  private static void checkPrediction(
      String file, YoloPrediction prediction, GoldenTensor expected) {
    int rows = prediction.values().length / prediction.cells();
    assertThat(expected.shape()).isEqualTo(new long[] {1, rows, prediction.cells()});
    double scale = expected.scale();
    for (int row = 0; row < rows; row++) {
      double tolerance =
          row < YoloPrediction.BOX
              ? PIXELS
              : row < YoloPrediction.BOX + prediction.classes() ? SCORES : LAYERS * scale;
      for (int cell = 0; cell < prediction.cells(); cell++) {
        assertThat(
                Math.abs(
                    prediction.value(row, cell)
                        - expected.values()[row * prediction.cells() + cell]))
            .as("%s row %d cell %d", file, row, cell)
            .isLessThanOrEqualTo(tolerance);
      }
    }
  }
}
