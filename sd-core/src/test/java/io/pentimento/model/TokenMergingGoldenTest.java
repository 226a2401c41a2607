package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Merged tokens against tomesd as the WebUI calls it, and what must hold of them. */
class TokenMergingGoldenTest {
  private static final String FILE = "models/guidance/expected.safetensors";
  private static final double TOLERANCE = 1e-4;
  private static final String PREFIX = "tome.";
  private static final String OUT = ".out";

  /** Names are tome.SIZE.RATIO.out. */
  @TestFactory
  Stream<DynamicTest> merged() {
    return GoldenCases.of(
        FILE + " " + PREFIX,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(FILE);
          return io.keySet().stream()
              .filter(name -> name.startsWith(PREFIX) && name.endsWith(OUT))
              .sorted()
              .map(name -> DynamicTest.dynamicTest(FILE + " " + name, () -> check(name, io)));
        });
  }

  private static void check(String name, Map<String, GoldenTensor> io) throws IOException {
    int afterSize = name.indexOf('.', PREFIX.length());
    String inputs = name.substring(0, afterSize);
    double ratio = Double.parseDouble(name.substring(afterSize + 1, name.length() - OUT.length()));
    try (Scope scope = TestEngine.open("merging")) {
      UNet unet = GoldenModels.unet(scope, "models/sd1-tiny");
      NDArray out =
          unet.predict(
              scope,
              TestEngine.array(scope, io.get(inputs + ".sample")),
              unet.embedTime(scope, 601),
              unet.project(scope, TestEngine.array(scope, io.get(inputs + ".ctx"))),
              UNetOptions.NONE.withTokenMerging(ratio),
              Observer.NONE);
      TestEngine.assertClose(name, scope, out, io.get(name), TOLERANCE);
    }
  }

  /**
   * Of tokens that are equally alike the first are merged, into the first. Names are ties.N.out.
   */
  @TestFactory
  Stream<DynamicTest> ties() {
    return GoldenCases.of(
        FILE + " ties.",
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(FILE);
          return io.keySet().stream()
              .filter(name -> name.startsWith("ties.") && name.endsWith(OUT))
              .sorted()
              .map(name -> DynamicTest.dynamicTest(FILE + " " + name, () -> checkTies(name, io)));
        });
  }

  private static void checkTies(String name, Map<String, GoldenTensor> io) {
    long merged = Long.parseLong(name.substring("ties.".length(), name.length() - OUT.length()));
    try (Scope scope = TestEngine.open("ties")) {
      NDArray metric = TestEngine.array(scope, io.get("ties.metric"));
      long height = metric.getShape().get(2);
      long width = metric.getShape().get(3);
      NDArray x = TestEngine.array(scope, io.get("ties.x"));
      NDArray places =
          TokenMerging.places(
              scope, new SelfAttention.Cells(scope.tokens(metric), x, height, width), merged);
      NDArray few = FeatureKernels.merged(scope, x, places, height * width - merged);
      TestEngine.assertClose(
          name, scope, FeatureKernels.unmerged(scope, few, places), io.get(name), TOLERANCE);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = NumberType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void merged_areMeans_andUnmergedGivesThemBack(NumberType type) {
    try (Scope scope = TestEngine.open("means")) {
      NDArray x =
          scope.cast(
              scope.array(new float[] {1, 10, 2, 20, 6, 60, 4, 40, 5, 50, 8, 80}, 2, 3, 2), type);
      // Of the first row tokens 0 and 2 are joined, of the second 1 and 2.
      NDArray places = scope.array(new long[] {0, 1, 0, 2, 3, 3}, 2, 3);
      NDArray merged = FeatureKernels.merged(scope, x, places, 2);
      assertThat(Scope.floats(merged, scope)).containsExactly(3.5f, 35, 2, 20, 4, 40, 6.5f, 65);
      assertThat(Scope.floats(FeatureKernels.unmerged(scope, merged, places), scope))
          .containsExactly(3.5f, 35, 2, 20, 3.5f, 35, 4, 40, 6.5f, 65, 6.5f, 65);
    }
  }
}
