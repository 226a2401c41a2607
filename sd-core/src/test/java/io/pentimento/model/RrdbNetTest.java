package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RrdbNetTest {
  @TempDir Path folder;

  static Stream<RrdbConfig> configs() {
    return Arrays.stream(RrdbLayout.values())
        .flatMap(
            layout ->
                Stream.of(
                    new RrdbConfig(layout, 1, 8, 4, 1, 0),
                    new RrdbConfig(layout, 1, 8, 4, 2, 1),
                    new RrdbConfig(layout, 1, 4, 8, 3, 2),
                    new RrdbConfig(layout, 1, 4, 4, 1, 3),
                    new RrdbConfig(layout, 2, 8, 4, 1, 2),
                    new RrdbConfig(layout, 4, 8, 4, 1, 2)));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void read_findsTheArchitectureFromTheTensors(RrdbConfig config) throws IOException {
    try (Scope scope = TestEngine.open("test");
        Checkpoint file = Checkpoint.open(file(config))) {
      assertThat(RrdbNet.read(file, scope, NumberType.FLOAT32).config()).isEqualTo(config);
    }
  }

  @ParameterizedTest
  @EnumSource
  void enlarge_isTheSameInEachLayout(RrdbLayout layout) throws IOException {
    assertThat(enlarged(new RrdbConfig(layout, 1, 8, 4, 2, 2), 5, 3))
        .isEqualTo(enlarged(new RrdbConfig(RrdbLayout.BODY, 1, 8, 4, 2, 2), 5, 3));
  }

  @Test
  void enlarge_takesAnySizeThoughSquaresOfPixelsBecomeChannels() throws IOException {
    for (int side = 1; side <= 9; side++) {
      float[] two = enlarged(new RrdbConfig(RrdbLayout.BODY, 2, 8, 4, 1, 2), side, 7);
      float[] four = enlarged(new RrdbConfig(RrdbLayout.BODY, 4, 8, 4, 1, 2), 2, side);

      assertThat(two).hasSize(3 * 4 * side * 7);
      assertThat(four).hasSize(3 * 2 * side);
    }
  }

  @Test
  void read_refusesOtherNetworks() throws IOException {
    Path path = folder.resolve("other.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("conv_first.weight", TensorType.F32, List.of(1L)), 1f)
        .write(path);

    assertRefused(path, "must be an ESRGAN network (RRDBNet)", "Upscalers of other kinds");
  }

  @Test
  void read_refusesLayersOfItsOwn() throws IOException {
    Path path = folder.resolve("plus.safetensors");
    new RrdbFile(RrdbFile.doubling().config(), 1)
        .writer()
        .add(new TensorInfo("body.0.rdb1.conv1x1.weight", TensorType.F32, List.of(1L)), 1f)
        .write(path);

    assertRefused(
        path,
        "the weights do not fit an ESRGAN network of these sizes: ",
        "Unexpected (1):",
        "body.0.rdb1.conv1x1.weight");
  }

  @Test
  void read_refusesWrongShapes() throws IOException {
    Path channels = file(new RrdbConfig(RrdbLayout.BODY, 3, 8, 4, 1, 2));
    Path smaller = file(new RrdbConfig(RrdbLayout.BODY, 4, 8, 4, 1, 1));

    assertRefused(channels, "conv_first.weight", "must take 3, 12 or 48 channels", "takes 27.");
    assertRefused(smaller, "must not make pictures smaller", "by 4 and doubles them only 1 times");
  }

  private void assertRefused(Path path, String... reasons) throws IOException {
    try (Scope scope = TestEngine.open("test");
        Checkpoint file = Checkpoint.open(path)) {
      assertThatThrownBy(() -> RrdbNet.read(file, scope, NumberType.FLOAT32))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(path.toString())
          .hasMessageContainingAll(reasons);
    }
  }

  private Path file(RrdbConfig config) throws IOException {
    return new RrdbFile(config, 3).write(folder.resolve("network.safetensors" + config.hashCode()));
  }

  private float[] enlarged(RrdbConfig config, int height, int width) throws IOException {
    float[] pixels = new float[3 * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 37 % 101 / 100f;
    }
    try (Scope scope = TestEngine.open("test");
        Checkpoint file = Checkpoint.open(file(config))) {
      RrdbNet network = RrdbNet.read(file, scope, NumberType.FLOAT32);
      NDArray large = network.enlarge(scope, scope.array(pixels, 1, 3, height, width));
      assertThat(large.getShape().getShape())
          .containsExactly(1, 3, (long) height * config.scale(), (long) width * config.scale());
      return large.toFloatArray();
    }
  }
}
