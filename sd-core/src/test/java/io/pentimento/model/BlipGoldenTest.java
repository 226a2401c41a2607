package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** BLIP's caption network against transformers, under both kinds of names. */
class BlipGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String FOLDER = "vision/blip-tiny/";
  private static final String IO = FOLDER + "io.safetensors";
  private static final String CAPTIONS = FOLDER + "generate.json";
  private static final List<String> FILES = List.of("model.safetensors", "original.pth");

  /** What the network makes of the recorded picture and prompt, by the names of a recording. */
  private interface Made {
    NDArray by(BlipNet network, Scope scope, NDArray pixels, List<int[]> prompt);
  }

  private static final Map<String, Made> OUTPUTS =
      Map.of(
          "vision.embeds",
          (network, scope, pixels, prompt) -> network.look(scope, pixels),
          "decoder.hidden",
          (network, scope, pixels, prompt) -> network.begin(scope, pixels).hidden(scope, prompt),
          "decoder.logits",
          (network, scope, pixels, prompt) ->
              network.predictions(scope, network.begin(scope, pixels).hidden(scope, prompt)));

  @TestFactory
  Stream<DynamicTest> tensors() {
    return FILES.stream()
        .flatMap(
            file ->
                GoldenCases.of(
                    FOLDER + file,
                    () -> {
                      Goldens.path(FOLDER + file);
                      Map<String, GoldenTensor> io = Goldens.tensors(IO);
                      return OUTPUTS.keySet().stream()
                          .filter(io::containsKey)
                          .sorted()
                          .map(
                              name ->
                                  DynamicTest.dynamicTest(
                                      file + " " + name, () -> check(file, name, io)));
                    }));
  }

  private static void check(String file, String name, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(name)) {
      NDArray pixels = TestEngine.array(scope, io.get("pixel_values"));
      List<int[]> prompt = List.of(ids(io.get("prompt_ids")));
      NDArray actual = OUTPUTS.get(name).by(read(file, scope), scope, pixels, prompt);
      TestEngine.assertClose(name, scope, actual, io.get(name), TOLERANCE);
    }
  }

  @TestFactory
  Stream<DynamicTest> captions() {
    return FILES.stream()
        .flatMap(
            file ->
                GoldenCases.of(
                    CAPTIONS + " of " + file,
                    () -> {
                      Goldens.path(FOLDER + file);
                      return Goldens.json(CAPTIONS).entrySet().stream()
                          .map(
                              entry ->
                                  DynamicTest.dynamicTest(
                                      file + " " + entry.getKey(),
                                      () ->
                                          checkCaption(file, entry.getValue().getAsJsonObject())));
                    }));
  }

  private static void checkCaption(String file, JsonObject recorded) throws IOException {
    JsonObject params = recorded.getAsJsonObject("params");
    try (Scope scope = TestEngine.open("caption")) {
      BlipNet network = read(file, scope);
      NDArray pixels = TestEngine.array(scope, Goldens.tensors(IO).get("pixel_values"));
      CaptionSearch search =
          new CaptionSearch(
              network.config().endId(),
              params.get("num_beams").getAsInt(),
              params.get("min_length").getAsInt(),
              params.get("max_length").getAsInt(),
              params.has("repetition_penalty")
                  ? params.get("repetition_penalty").getAsDouble()
                  : 1);
      try (BlipCaption caption = network.begin(scope, pixels)) {
        assertThat(search.find(caption, ids(recorded, "prompt"))).isEqualTo(ids(recorded, "ids"));
      }
    }
  }

  private static int[] ids(JsonObject recorded, String name) {
    return recorded.getAsJsonArray(name).asList().stream()
        .mapToInt(JsonElement::getAsInt)
        .toArray();
  }

  private static int[] ids(GoldenTensor tensor) {
    return DoubleStream.of(tensor.values()).mapToInt(value -> (int) value).toArray();
  }

  private static BlipNet read(String name, Scope scope) throws IOException {
    try (Checkpoint file = Checkpoint.open(Goldens.path(FOLDER + name))) {
      ComponentConfig config = ComponentConfig.read(Goldens.path(FOLDER + "config.json"));
      return BlipNet.read(file, Optional.of(config), scope, NumberType.FLOAT32);
    }
  }

  @Test
  void picture_isStretchedToASquare() throws IOException {
    ComponentConfig config = ComponentConfig.read(Goldens.path(FOLDER + "config.json"));
    int size = BlipConfig.read(config).vision().imageSize();
    Pixels square = ClipPixels.stretched(picture("image.png"), size);
    assertThat(square).isEqualTo(picture("resized.png").rgb());
    Goldens.tensors(IO)
        .get("pixel_values")
        .assertClose(
            "pixel_values", new long[] {1, 3, size, size}, ClipPixels.values(square), 1e-6);
  }

  private static Pixels picture(String name) throws IOException {
    return Pixels.of(PictureReader.read(Goldens.path(FOLDER + name)));
  }
}
