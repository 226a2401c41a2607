package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.GoldenUpscalers;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The upscaling network against the reference, in each of the forms in which it is published. */
class RrdbNetGoldenTest {
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenUpscalers.each(RrdbNetGoldenTest::check);
  }

  private static void check(Path file, GoldenTensor image, GoldenTensor expected)
      throws IOException {
    try (Scope scope = TestEngine.open("golden");
        Checkpoint checkpoint = Checkpoint.open(file)) {
      RrdbNet network = RrdbNet.read(checkpoint, scope, NumberType.FLOAT32);
      NDArray out = network.enlarge(scope, TestEngine.array(scope, image));
      TestEngine.assertClose(file.toString(), scope, out, expected, TOLERANCE);
    }
  }
}
