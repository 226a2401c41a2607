package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.image.PictureReader;
import io.pentimento.image.Pixels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The picture half of CLIP against transformers, under both kinds of names. */
class ClipVisionGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String CLIP = "vision/clip-tiny/";
  private static final String ADAPTER = "models/ip-adapter-tiny/";

  @TestFactory
  Stream<DynamicTest> tensors() {
    return Stream.of(
            each(CLIP + "model.safetensors", CLIP + "config.json", CLIP),
            each(CLIP + "original-names.safetensors", CLIP + "config.json", CLIP),
            each(
                ADAPTER + "image_encoder/model.safetensors",
                ADAPTER + "image_encoder/config.json",
                ADAPTER))
        .flatMap(tests -> tests);
  }

  /** What the network makes of one recorded picture, by the names of a recording. */
  private interface Made {
    NDArray by(ClipVision vision, Scope scope, NDArray pixels);
  }

  private static Stream<DynamicTest> each(String weights, String config, String folder) {
    return GoldenCases.of(
        weights,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(folder + "io.safetensors");
          ClipVisionConfig sizes = config(config);
          Map<String, Made> outputs = outputs(sizes);
          return outputs.keySet().stream()
              .filter(io::containsKey)
              .map(
                  name ->
                      DynamicTest.dynamicTest(
                          weights + " " + name,
                          () -> check(weights, config, name, outputs.get(name), io)));
        });
  }

  private static Map<String, Made> outputs(ClipVisionConfig sizes) {
    Map<String, Made> outputs = new TreeMap<>();
    int layers = sizes.layers();
    outputs.put("image_embeds", ClipVision::embed);
    outputs.put("penultimate", ClipVision::penultimate);
    outputs.put(
        "penultimate_zero_image",
        (vision, scope, pixels) -> vision.penultimate(scope, pixels.zerosLike()));
    outputs.put("vision.embeddings_pre_ln", ClipVision::embedded);
    outputs.put(
        "vision.pooled",
        (vision, scope, pixels) ->
            vision
                .pooled(scope, vision.afterLayers(scope, pixels, layers))
                .reshape(-1, sizes.width()));
    Made last = (vision, scope, pixels) -> vision.afterLayers(scope, pixels, layers);
    outputs.put("vision.last_hidden", last);
    outputs.put("vision.last_hidden_state", last);
    for (int i = 0; i <= layers; i++) {
      int count = i;
      outputs.put(
          "vision.hidden." + i,
          (vision, scope, pixels) -> vision.afterLayers(scope, pixels, count));
      outputs.put(
          "vision.layer." + (i - 1),
          (vision, scope, pixels) -> vision.afterLayers(scope, pixels, count));
    }
    return outputs;
  }

  private static ClipVisionConfig config(String path) {
    try {
      return ClipVisionConfig.read(ComponentConfig.read(Goldens.path(path)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(
      String weights, String config, String name, Made made, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(name);
        Checkpoint file = Checkpoint.open(Goldens.path(weights))) {
      ComponentConfig own = ComponentConfig.read(Goldens.path(config));
      ClipVision vision = ClipVision.read(file, Optional.of(own), scope, NumberType.FLOAT32);
      NDArray pixels = TestEngine.array(scope, io.get("pixel_values"));
      NDArray actual = made.by(vision, scope, pixels);
      TestEngine.assertClose(name, scope, actual, io.get(name), TOLERANCE);
    }
  }

  @Test
  void picture_isCutAsByClipsProcessor() throws IOException {
    int size = config(CLIP + "config.json").imageSize();
    Pixels square = ClipPixels.square(read(CLIP + "image.png"), size);
    assertThat(square).isEqualTo(read(CLIP + "resized.png").rgb());
    GoldenTensor expected = Goldens.tensors(CLIP + "io.safetensors").get("pixel_values");
    expected.assertClose(
        "pixel_values", new long[] {1, 3, size, size}, ClipPixels.values(square), 1e-6);
  }

  private static Pixels read(String file) throws IOException {
    Path path = Goldens.path(file);
    return Pixels.of(PictureReader.read(path));
  }
}
