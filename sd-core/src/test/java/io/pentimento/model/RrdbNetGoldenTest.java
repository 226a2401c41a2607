package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** The upscaling network against the reference, in each of the forms in which it is published. */
class RrdbNetGoldenTest {
  private static final String FOLDER = "models/esrgan-tiny";
  private static final String IO = FOLDER + "/io.safetensors";
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenCases.of(
        IO,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(IO);
          return io.keySet().stream()
              .filter(name -> name.endsWith(".image"))
              .map(name -> name.substring(0, name.length() - ".image".length()))
              .sorted()
              .map(name -> DynamicTest.dynamicTest(IO + " " + name, () -> check(name, io)));
        });
  }

  private static void check(String name, Map<String, GoldenTensor> io) throws IOException {
    try (Scope scope = TestEngine.open(name);
        Checkpoint checkpoint = Checkpoint.open(file(name))) {
      RrdbNet network = RrdbNet.read(checkpoint, scope, NumberType.FLOAT32);
      NDArray image = TestEngine.array(scope, io.get(name + ".image"));
      NDArray out = network.enlarge(scope, image);
      TestEngine.assertClose(name, scope, out, io.get(name + ".out"), TOLERANCE);
    }
  }

  private static Path file(String name) throws IOException {
    try (Stream<Path> files = Files.list(Goldens.path(FOLDER))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(name))
          .findFirst()
          .orElseThrow(() -> new TestAbortedException(FOLDER + " of this set has no " + name));
    }
  }
}
