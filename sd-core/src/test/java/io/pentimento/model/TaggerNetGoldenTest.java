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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A tagger that is a vision transformer against timm. */
class TaggerNetGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String FOLDER = "vision/wd-vit-tiny/";
  private static final String IO = FOLDER + "io.safetensors";

  /** What the network makes of the recorded picture, by the names of the recording. */
  private interface Made {
    NDArray by(TaggerNet tagger, Scope scope, NDArray pixels);
  }

  private static final Map<String, Made> OUTPUTS =
      new TreeMap<>(
          Map.of(
              "tokens", (tagger, scope, pixels) -> tagger.trunk().afterLayers(scope, pixels, 0),
              "block0", (tagger, scope, pixels) -> tagger.trunk().afterLayers(scope, pixels, 1),
              "features",
                  (tagger, scope, pixels) ->
                      tagger.norm().layer(scope, tagger.trunk().tokens(scope, pixels)),
              "pooled",
                  (tagger, scope, pixels) ->
                      tagger
                          .pooled(scope, tagger.trunk().tokens(scope, pixels))
                          .reshape(1, tagger.config().trunk().width()),
              "logits",
                  (tagger, scope, pixels) ->
                      scope.array(tagger.logits(scope, pixels), 1, tagger.config().tags())));

  @TestFactory
  Stream<DynamicTest> tensors() {
    return GoldenCases.of(
        IO,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(IO);
          return OUTPUTS.keySet().stream()
              .filter(io::containsKey)
              .map(name -> DynamicTest.dynamicTest(IO + " " + name, () -> check(name, io)));
        });
  }

  private static void check(String name, Map<String, GoldenTensor> io) throws IOException {
    try (Scope scope = TestEngine.open(name)) {
      NDArray pixels = TestEngine.array(scope, io.get("pixel_values_bgr"));
      NDArray actual = OUTPUTS.get(name).by(read(scope), scope, pixels);
      TestEngine.assertClose(name, scope, actual, io.get(name), TOLERANCE);
    }
  }

  private static TaggerNet read(Scope scope) throws IOException {
    try (Checkpoint file = Checkpoint.open(Goldens.path(FOLDER + "model.safetensors"))) {
      ComponentConfig config = ComponentConfig.read(Goldens.path(FOLDER + "config.json"));
      return TaggerNet.read(file, config, scope, NumberType.FLOAT32);
    }
  }

  @Test
  void picture_isLaidOnAWhiteSquare() throws IOException {
    try (Scope scope = TestEngine.open("pixels")) {
      TaggerConfig config = read(scope).config();
      int size = config.trunk().imageSize();
      Pixels square = TaggerPixels.square(picture("image.png"), size);
      assertThat(square).isEqualTo(picture("resized.png").rgb());
      Goldens.tensors(IO)
          .get("pixel_values_bgr")
          .assertClose(
              "pixel_values_bgr",
              new long[] {1, 3, size, size},
              TaggerPixels.values(square, config),
              1e-6);
    }
  }

  private static Pixels picture(String name) throws IOException {
    return Pixels.of(PictureReader.read(Goldens.path(FOLDER + name)));
  }
}
