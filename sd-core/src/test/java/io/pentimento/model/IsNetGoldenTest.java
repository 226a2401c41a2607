package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.image.PictureReader;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
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

/** IS-Net against its reference. */
class IsNetGoldenTest {
  private static final String ISNET = "vision/isnet-tiny/";
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> tensors() {
    return GoldenCases.of(
        ISNET,
        () -> {
          Goldens.path(ISNET + "model.pth");
          return Goldens.tensors(ISNET + "io.safetensors").keySet().stream()
              .filter(name -> name.startsWith("stage") || name.equals("output"))
              .map(name -> DynamicTest.dynamicTest(name, () -> check(name)));
        });
  }

  private static void check(String name) throws IOException {
    Map<String, GoldenTensor> io = Goldens.tensors(ISNET + "io.safetensors");
    try (Scope scope = TestEngine.open(name);
        Checkpoint file = Checkpoint.open(Goldens.path(ISNET + "model.pth"))) {
      IsNet.Made made =
          IsNet.read(file, scope).make(scope, TestEngine.array(scope, io.get("input")));
      Map<String, NDArray> outputs = new TreeMap<>();
      outputs.put("output", made.subject());
      outputs.put("stage6", made.deepest());
      for (int i = 0; i < made.up().size(); i++) {
        outputs.put("stage" + (made.up().size() - i) + "d", made.up().get(i));
      }
      assertThat(outputs).containsKey(name);
      TestEngine.assertClose(name, scope, outputs.get(name), io.get(name), TOLERANCE);
    }
  }

  @Test
  void answer_becomesAlphaOfThePicturesSize() {
    Map<String, GoldenTensor> io = Goldens.tensors(ISNET + "io.safetensors");
    GoldenTensor expected = io.get("alpha");
    GoldenTensor bytes = io.get("alpha_u8");
    try (Scope scope = TestEngine.open("alpha")) {
      NDArray answer = TestEngine.array(scope, io.get("output"));
      float[] alpha =
          Scope.floats(
              SegmentKernels.bilinear(scope, answer, expected.shape()[2], expected.shape()[3]),
              scope);
      SubjectAlpha.stretch(alpha);
      expected.assertClose("alpha", expected.shape(), alpha, TOLERANCE);
      float[] levels = new float[alpha.length];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (int) (alpha[i] * 255);
      }
      bytes.assertClose("alpha_u8", bytes.shape(), levels, 1);
    }
  }

  @Test
  void picture_isStretchedToASquare() throws IOException {
    GoldenTensor expected = Goldens.tensors(ISNET + "io.safetensors").get("input");
    Pixels square = SubjectAlpha.square(read("image.png"), Math.toIntExact(expected.shape()[3]));
    assertThat(square).isEqualTo(read("resized.png").rgb());
    expected.assertClose("input", expected.shape(), SubjectAlpha.values(square), 1e-6);
  }

  @Test
  void flatAnswer_isNoSubject() {
    float[] flat = {0.5f, 0.5f};
    SubjectAlpha.stretch(flat);
    assertThat(flat).containsExactly(0, 0);
  }

  private static Pixels read(String name) throws IOException {
    return Pixels.of(PictureReader.read(Goldens.path(ISNET + name)));
  }
}
