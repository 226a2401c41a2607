package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureReader;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Segment Anything against transformers, under both kinds of names. */
class SamNetworkGoldenTest {
  private static final String SAM = "vision/sam-tiny/";
  private static final List<String> FILES = List.of("model.safetensors", "original.pth");
  private static final double ENCODER = 2e-4;
  private static final double LOW_RES = 5e-4;

  /** Of a mask's pixels, so many may lie on the other side of the edge. */
  private static final double MOST_FLIPPED = 0.005;

  private interface Check {
    void on(SamNetwork network, Scope scope, Map<String, GoldenTensor> io);
  }

  @TestFactory
  Stream<DynamicTest> pictureEncoder() {
    return each("image_embeddings", SamNetworkGoldenTest::checkEncoder);
  }

  @TestFactory
  Stream<DynamicTest> placesOfCells() {
    return each("image_pe", SamNetworkGoldenTest::checkPlaces);
  }

  @TestFactory
  Stream<DynamicTest> promptTokens() {
    return each("point.sparse", SamNetworkGoldenTest::checkSparse);
  }

  @TestFactory
  Stream<DynamicTest> prompts() {
    return FILES.stream()
        .flatMap(
            file ->
                GoldenCases.of(
                    SAM + file,
                    () ->
                        Goldens.tensors(SAM + "io.safetensors").keySet().stream()
                            .filter(name -> name.endsWith(".multi.low_res"))
                            .map(name -> name.substring(0, name.indexOf('.')))
                            .map(name -> test(file, name, checkPrompt(name)))));
  }

  @Test
  void picture_isResizedAndPaddedAsBySamsProcessor() throws IOException {
    GoldenTensor expected = Goldens.tensors(SAM + "io.safetensors").get("pixel_values");
    int size = (int) expected.shape()[3];
    Pixels resized = SamPixels.resized(picture(), size);
    assertThat(resized)
        .isEqualTo(Pixels.of(PictureReader.read(Goldens.path(SAM + "resized.png"))).rgb());
    expected.assertClose(
        "pixel_values", expected.shape(), ImageNetPixels.values(resized, size), 1e-5);
  }

  private static Stream<DynamicTest> each(String tensor, Check check) {
    return FILES.stream()
        .flatMap(file -> GoldenCases.of(SAM + file, () -> Stream.of(test(file, tensor, check))));
  }

  private static DynamicTest test(String file, String name, Check check) {
    return DynamicTest.dynamicTest(
        file + " " + name,
        () -> {
          ComponentConfig config = ComponentConfig.read(Goldens.path(SAM + "config.json"));
          try (Scope scope = TestEngine.open(name);
              Checkpoint checkpoint = Checkpoint.open(Goldens.path(SAM + file))) {
            SamNetwork network = SamNetwork.read(checkpoint, Optional.of(config), scope);
            check.on(network, scope, Goldens.tensors(SAM + "io.safetensors"));
          }
        });
  }

  private static void checkEncoder(SamNetwork network, Scope scope, Map<String, GoldenTensor> io) {
    NDArray embedded = network.embed(scope, TestEngine.array(scope, io.get("pixel_values")));
    GoldenTensor expected = io.get("image_embeddings");
    expected.assertClose(
        "image_embeddings", embedded.getShape().getShape(), Scope.floats(embedded, scope), ENCODER);
  }

  private static void checkPlaces(SamNetwork network, Scope scope, Map<String, GoldenTensor> io) {
    GoldenTensor expected = io.get("image_pe");
    NDArray picture = scope.picture(network.places(), expected.shape()[2], expected.shape()[3]);
    TestEngine.assertClose("image_pe", scope, picture, expected, 1e-5);
  }

  private static void checkSparse(SamNetwork network, Scope scope, Map<String, GoldenTensor> io) {
    GoldenTensor expected = io.get("point.sparse");
    NDArray tokens =
        network.promptTokens(scope, points(network, io, "point"), box(network, io, "point"));
    expected.assertClose("point.sparse", expected.shape(), Scope.floats(tokens, scope), 1e-4);
  }

  private static Check checkPrompt(String name) {
    return (network, scope, io) -> {
      NDArray embedding = TestEngine.array(scope, io.get("image_embeddings"));
      Optional<NDArray> earlier =
          Optional.ofNullable(io.get(name + ".mask_input"))
              .map(logits -> TestEngine.array(scope, logits));
      SamNetwork.Masks masks =
          network.find(
              scope, embedding, points(network, io, name), box(network, io, name), earlier);
      long count = masks.logits().getShape().get(1);
      checkMasks(network, scope, io, name + ".multi", masks, 1, count);
      checkMasks(network, scope, io, name + ".single", masks, 0, 1);
    };
  }

  private static void checkMasks(
      SamNetwork network,
      Scope scope,
      Map<String, GoldenTensor> io,
      String name,
      SamNetwork.Masks masks,
      long from,
      long to) {
    GoldenTensor low = io.get(name + ".low_res");
    NDArray logits = scope.slice(masks.logits(), from, to, 1);
    low.assertClose(name + ".low_res", low.shape(), Scope.floats(logits, scope), LOW_RES);
    GoldenTensor iou = io.get(name + ".iou");
    float[] qualities = Arrays.copyOfRange(masks.qualities(), (int) from, (int) to);
    iou.assertClose(name + ".iou", iou.shape(), qualities, LOW_RES);
    GoldenTensor hard = io.get(name + ".mask");
    ImageSize inside = SamPixels.inside(picture().size(), network.config().imageSize());
    long[] shape = hard.shape();
    NDArray enlarged =
        network.enlarge(
            scope, logits, new long[] {inside.height(), inside.width()}, shape[1], shape[2]);
    float[] actual = Scope.floats(enlarged, scope);
    if (io.containsKey(name + ".mask_logits")) {
      io.get(name + ".mask_logits").assertClose(name + ".mask_logits", shape, actual, LOW_RES);
    }
    int flipped = 0;
    for (int i = 0; i < actual.length; i++) {
      flipped += actual[i] > 0 != hard.values()[i] > 0 ? 1 : 0;
    }
    assertThat((double) flipped / actual.length).isLessThanOrEqualTo(MOST_FLIPPED);
  }

  private static List<SamNetwork.Point> points(
      SamNetwork network, Map<String, GoldenTensor> io, String name) {
    GoldenTensor places = io.get(name + ".points");
    List<SamNetwork.Point> points = new ArrayList<>();
    if (places != null) {
      double[] scale = scale(network);
      double[] labels = io.get(name + ".labels").values();
      for (int i = 0; i < labels.length; i++) {
        points.add(
            new SamNetwork.Point(
                places.values()[2 * i] * scale[0],
                places.values()[2 * i + 1] * scale[1],
                labels[i] == 1));
      }
    }
    return points;
  }

  private static Optional<double[]> box(
      SamNetwork network, Map<String, GoldenTensor> io, String name) {
    double[] scale = scale(network);
    return Optional.ofNullable(io.get(name + ".box"))
        .map(GoldenTensor::values)
        .map(
            box ->
                new double[] {
                  box[0] * scale[0], box[1] * scale[1], box[2] * scale[0], box[3] * scale[1]
                });
  }

  private static double[] scale(SamNetwork network) {
    ImageSize picture = picture().size();
    ImageSize inside = SamPixels.inside(picture, network.config().imageSize());
    return new double[] {
      (double) inside.width() / picture.width(), (double) inside.height() / picture.height()
    };
  }

  private static Pixels picture() {
    try {
      return Pixels.of(PictureReader.read(Goldens.path(SAM + "image.png")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
