package io.pentimento.prompt;

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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EmphasisGoldenTest {
  private static final String FILE = "generation/emphasis.json";

  private static final double RELATIVE = 1e-5;

  @TestFactory
  Stream<DynamicTest> weightedVectors() {
    return GoldenCases.of(FILE + " cases", this::weightedVectorsCases);
  }

  private Stream<DynamicTest> weightedVectorsCases() {
    List<DynamicTest> tests = new ArrayList<>();
    List<JsonObject> cases = Goldens.objects(FILE, "cases").toList();
    for (int i = 0; i < cases.size(); i++) {
      JsonObject golden = cases.get(i);
      for (Emphasis emphasis : Emphasis.values()) {
        if (golden.has(emphasis.label())) {
          tests.add(
              dynamicTest(
                  "emphasis.json case " + i + " " + emphasis.label(),
                  () -> assertWeighted(golden, emphasis)));
        }
      }
    }
    return tests.stream();
  }

  private static void assertWeighted(JsonObject golden, Emphasis emphasis) {
    long[] shape = JsonNumbers.longs(golden.get("shape"));
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray encoded = manager.create(JsonNumbers.floats(golden.get("z")), new Shape(shape));
      NDArray weights = manager.create(JsonNumbers.floats(golden.get("multipliers")));
      NDArray actual = emphasis.apply(encoded, weights);
      GoldenTensor expected =
          new GoldenTensor(shape, JsonNumbers.doubles(golden.get(emphasis.label())));
      expected.assertClose(
          emphasis.label(),
          actual.getShape().getShape(),
          actual.toFloatArray(),
          RELATIVE * expected.scale());
    }
  }
}
