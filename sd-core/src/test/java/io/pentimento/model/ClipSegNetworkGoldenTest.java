package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.image.PictureReader;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** CLIPSeg against transformers, with both kinds of heads. */
class ClipSegNetworkGoldenTest {
  private static final String CLIPSEG = "vision/clipseg-tiny/";
  private static final double LOGITS = 2e-4;
  private static final double PROBABILITY = 1e-4;
  private static final String EXTRACT = "vision.extract.";

  private interface Check {
    void on(ClipSegNetwork network, Scope scope, Map<String, GoldenTensor> io);
  }

  @TestFactory
  Stream<DynamicTest> textConditions() {
    return each("conditional", ClipSegNetworkGoldenTest::checkCondition);
  }

  @TestFactory
  Stream<DynamicTest> pictureFeatures() {
    return each("features", ClipSegNetworkGoldenTest::checkFeatures);
  }

  @TestFactory
  Stream<DynamicTest> maps() {
    return each("logits", ClipSegNetworkGoldenTest::checkMaps);
  }

  private static Stream<DynamicTest> each(String name, Check check) {
    return Stream.of("", "-refined")
        .flatMap(
            kind ->
                GoldenCases.of(
                    CLIPSEG + kind,
                    () -> {
                      Map<String, GoldenTensor> io =
                          Goldens.tensors(CLIPSEG + "io" + kind + ".safetensors");
                      return Stream.of(
                          DynamicTest.dynamicTest(name + kind, () -> check(kind, check, io)));
                    }));
  }

  private static void check(String kind, Check check, Map<String, GoldenTensor> io)
      throws IOException {
    ComponentConfig config =
        ComponentConfig.read(Goldens.path(CLIPSEG + "config" + kind + ".json"));
    try (Scope scope = TestEngine.open(kind);
        Checkpoint file =
            Checkpoint.open(Goldens.path(CLIPSEG + "model" + kind + ".safetensors"))) {
      check.on(ClipSegNetwork.read(file, Optional.of(config), scope), scope, io);
    }
  }

  private static void checkCondition(
      ClipSegNetwork network, Scope scope, Map<String, GoldenTensor> io) {
    GoldenTensor expected = io.get("conditional");
    NDArray condition = network.condition(scope, ids(io.get("input_ids")));
    expected.assertClose(
        "conditional", condition.getShape().getShape(), Scope.floats(condition, scope), LOGITS);
  }

  private static List<int[]> ids(GoldenTensor tensor) {
    int length = Math.toIntExact(tensor.shape()[1]);
    List<int[]> rows = new ArrayList<>();
    for (int row = 0; row < tensor.shape()[0]; row++) {
      int[] ids = new int[length];
      for (int i = 0; i < length; i++) {
        ids[i] = (int) tensor.values()[row * length + i];
      }
      rows.add(ids);
    }
    return rows;
  }

  private static void checkFeatures(
      ClipSegNetwork network, Scope scope, Map<String, GoldenTensor> io) {
    List<NDArray> features =
        network.features(scope, TestEngine.array(scope, io.get("pixel_values")));
    List<Integer> layers = network.config().extractLayers();
    for (int i = 0; i < layers.size(); i++) {
      GoldenTensor expected = io.get(EXTRACT + layers.get(i));
      TestEngine.assertClose(
          EXTRACT + layers.get(i), scope, features.get(i), expected, PROBABILITY);
    }
  }

  private static void checkMaps(ClipSegNetwork network, Scope scope, Map<String, GoldenTensor> io) {
    List<NDArray> features =
        network.features(scope, TestEngine.array(scope, io.get("pixel_values")));
    NDArray maps = network.find(scope, features, TestEngine.array(scope, io.get("conditional")));
    GoldenTensor expected = io.get("logits");
    expected.assertClose("logits", expected.shape(), Scope.floats(maps, scope), LOGITS);
    GoldenTensor large = io.get("probability_at_image_size");
    NDArray probability = scope.activate("sigmoid", maps);
    NDArray resized =
        SegmentKernels.bilinear(scope, probability, large.shape()[1], large.shape()[2]);
    large.assertClose("probability", large.shape(), Scope.floats(resized, scope), PROBABILITY);
  }

  @Test
  void picture_isStretchedToASquare() throws IOException {
    GoldenTensor expected = Goldens.tensors(CLIPSEG + "io.safetensors").get("pixel_values");
    int size = Math.toIntExact(expected.shape()[3]);
    Pixels square = SubjectAlpha.square(read("image.png"), size);
    assertThat(square).isEqualTo(read("resized.png").rgb());
    expected.assertClose(
        "pixel_values", expected.shape(), ImageNetPixels.values(square, size), 1e-5);
  }

  private static Pixels read(String name) throws IOException {
    return Pixels.of(PictureReader.read(Goldens.path(CLIPSEG + name)));
  }
}
