package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.TorchFile;
import io.pentimento.image.PictureReader;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** DeepDanbooru's network against the reference, from its first layers to its logits. */
class DeepDanbooruGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String FOLDER = "vision/deepbooru-tiny/";
  private static final String IO = FOLDER + "io.safetensors";

  @TestFactory
  Stream<DynamicTest> tensors() {
    return GoldenCases.of(
        IO,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(IO);
          return io.keySet().stream()
              .filter(name -> name.equals("stem") || name.startsWith("stage"))
              .sorted()
              .map(name -> DynamicTest.dynamicTest(IO + " " + name, () -> check(name, io)));
        });
  }

  private static void check(String name, Map<String, GoldenTensor> io) throws IOException {
    int stages = name.equals("stem") ? 0 : Integer.parseInt(name.substring("stage".length()));
    try (Scope scope = TestEngine.open(name);
        TorchFile file = TorchFile.open(Goldens.path(FOLDER + "model.pt"))) {
      DeepDanbooruNet network = read(file, scope, io);
      NDArray actual = network.afterStages(scope, pixels(scope, io), stages);
      TestEngine.assertClose(name, scope, actual, io.get(name), TOLERANCE);
    }
  }

  @Test
  void logits() throws IOException {
    Map<String, GoldenTensor> io = Goldens.tensors(IO);
    GoldenTensor expected = io.get("logits");
    try (Scope scope = TestEngine.open("logits");
        TorchFile file = TorchFile.open(Goldens.path(FOLDER + "model.pt"))) {
      float[] actual = read(file, scope, io).logits(scope, pixels(scope, io));
      expected.assertClose("logits", expected.shape(), actual, TOLERANCE * expected.scale());
    }
  }

  private static DeepDanbooruNet read(TorchFile file, Scope scope, Map<String, GoldenTensor> io)
      throws IOException {
    int tags = Math.toIntExact(io.get("logits").shape()[1]);
    return DeepDanbooruNet.read(file, tags, scope, NumberType.FLOAT32);
  }

  private static NDArray pixels(Scope scope, Map<String, GoldenTensor> io) {
    NDArray recorded = TestEngine.array(scope, io.get("input_nhwc"));
    return recorded.transpose(0, 3, 1, 2);
  }

  @Test
  void picture_isFittedAndFilled() throws IOException {
    Pixels expected = Pixels.of(PictureReader.read(Goldens.path(FOLDER + "resized.png")));
    Pixels picture = Pixels.of(PictureReader.read(Goldens.path(FOLDER + "image.png")));
    Pixels actual = ResizeMode.RESIZE_AND_FILL.resize(picture, expected.width(), expected.height());
    assertThat(actual).isEqualTo(expected.rgb());
  }
}
