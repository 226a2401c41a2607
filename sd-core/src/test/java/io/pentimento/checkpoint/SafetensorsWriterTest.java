package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsWriterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(TensorType.class)
  void write_everyTypeIsReadBackByteForByte(TensorType type) throws IOException {
    byte[] content = new byte[15 * type.bytes()];
    new Random(type.ordinal()).nextBytes(content);
    TensorInfo info = new TensorInfo("t", type, List.of(3L, 5L));
    Path path = folder.resolve("t.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("odd", TensorType.U8, List.of(3L)), ByteBuffer.wrap(new byte[3]))
        .add(info, ByteBuffer.wrap(content))
        .add(new TensorInfo("none", type, List.of(0L, 4L)), ByteBuffer.allocate(0))
        .add(new TensorInfo("scalar", type, List.of()), ByteBuffer.wrap(content, 0, type.bytes()))
        .write(path);
    try (Checkpoint file = SafetensorsFile.open(path)) {
      assertThat(file.names()).containsExactlyInAnyOrder("odd", "t", "none", "scalar");
      assertThat(file.info("t")).isEqualTo(info);
      assertThat(file.bytes("t")).isEqualTo(ByteBuffer.wrap(content));
      assertThat(file.bytes("none").remaining()).isZero();
      assertThat(file.bytes("scalar")).isEqualTo(ByteBuffer.wrap(content, 0, type.bytes()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "F16", "BF16"})
  void add_floatsAreRoundedToTheType(TensorType type) throws IOException {
    float[] exact = {0, -1.5f, 2, 0x1p-14f, Float.NEGATIVE_INFINITY};
    Path path = folder.resolve("f.safetensors");
    new SafetensorsWriter().add(new TensorInfo("f", type, List.of(5L)), exact).write(path);
    try (Checkpoint file = SafetensorsFile.open(path)) {
      assertThat(TensorValues.floats(file, "f")).isEqualTo(exact);
    }
  }

  @Test
  void write_namesAndNotesOfAllKindsSurvive() throws IOException {
    String name = "ü \"quoted\" \\ \n \u2028 <b> '日本'";
    Path path = folder.resolve("n.safetensors");
    new SafetensorsWriter()
        .metadata(name, name)
        .add(new TensorInfo(name, TensorType.F32, List.of()), 1)
        .write(path);
    try (Checkpoint file = SafetensorsFile.open(path)) {
      assertThat(file.names()).containsExactly(name);
      assertThat(file.metadata()).isEqualTo(Map.of(name, name));
    }
  }

  @Test
  void write_dataAreAlignedToTheirElements() throws IOException {
    Path path = folder.resolve("a.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("byte", TensorType.U8, List.of(1L)), ByteBuffer.wrap(new byte[1]))
        .add(new TensorInfo("double", TensorType.F64, List.of(1L)), 1)
        .write(path);
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file.getLong(0) % 8).isZero();
    assertThat(file.getDouble((int) (8 + file.getLong(0)))).isEqualTo(1);
  }

  @Test
  void write_replacesAFileAndLeavesNothingElse() throws IOException {
    Path path = Files.writeString(folder.resolve("a.safetensors"), "earlier");
    new SafetensorsWriter().write(path);
    try (Checkpoint file = SafetensorsFile.open(path);
        Stream<Path> files = Files.list(folder)) {
      assertThat(file.names()).isEmpty();
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void write_failureLeavesTheEarlierFileAlone() throws IOException {
    Path target = Files.createDirectory(folder.resolve("a.safetensors"));
    Path inside = Files.writeString(target.resolve("x"), "earlier");
    assertThatThrownBy(() -> new SafetensorsWriter().write(target)).isInstanceOf(IOException.class);
    assertThat(inside).hasContent("earlier");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void add_whatDoesNotFitIsRefused() {
    SafetensorsWriter writer =
        new SafetensorsWriter().add(new TensorInfo("a", TensorType.F32, List.of(1L)), 1);
    assertThatThrownBy(() -> writer.add(new TensorInfo("a", TensorType.F32, List.of(1L)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name must be new and not __metadata__, but got: a.");
    assertThatThrownBy(
            () -> writer.add(new TensorInfo("__metadata__", TensorType.F32, List.of(1L)), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.add(new TensorInfo("b", TensorType.F32, List.of(2L)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 8, but got: 4");
    assertThatThrownBy(() -> writer.add(new TensorInfo("b", TensorType.I32, List.of(1L)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type must be F64, F32, F16 or BF16 for floats, but got: I32");
  }
}
