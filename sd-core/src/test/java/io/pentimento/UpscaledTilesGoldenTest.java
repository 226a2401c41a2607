package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.image.Pixels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.RrdbNet;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.GoldenUpscalers;
import io.pentimento.testing.ImageCases;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The 8-bit pictures of upscaling networks against those of the reference's numbers. */
class UpscaledTilesGoldenTest {
  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenUpscalers.each(UpscaledTilesGoldenTest::check);
  }

  private static void check(Path file, GoldenTensor image, GoldenTensor expected)
      throws IOException {
    try (Scope scope = TestEngine.open("golden");
        Checkpoint checkpoint = Checkpoint.open(file)) {
      RrdbNet network = RrdbNet.read(checkpoint, scope, NumberType.FLOAT32);
      Pixels made = UpscaledTiles.pixels(network.enlarge(scope, TestEngine.array(scope, image)));
      ImageCases.assertLevels("the picture", made.samples(), levels(expected), 1);
    }
  }

  private static byte[] levels(GoldenTensor expected) {
    int plane = Math.toIntExact(expected.shape()[2] * expected.shape()[3]);
    byte[] levels = new byte[expected.values().length];
    for (int i = 0; i < levels.length; i++) {
      double unit = Math.max(0, Math.min(1, expected.values()[i]));
      levels[i % plane * 3 + i / plane] = (byte) Math.rint(unit * 255);
    }
    return levels;
  }
}
