package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTensorsTest {
  @TempDir Path folder;
  private Scope scope;

  @BeforeEach
  void open() {
    scope = TestEngine.open("checkpoint tensors");
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static TensorInfo info(String name, TensorType type, Long... shape) {
    return new TensorInfo(name, type, List.of(shape));
  }

  private Checkpoint checkpoint(SafetensorsWriter writer) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    writer.write(file);
    return Checkpoint.open(file);
  }

  private CheckpointTensors tensors(Checkpoint checkpoint, NumberType type) {
    return new CheckpointTensors(checkpoint, scope, type, elements -> {});
  }

  @Test
  void finish_tellsEveryProblemAtOnce() throws IOException {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .add(info("conv_in.weight", TensorType.F32, 1L, 2L, 1L, 3L), 1, 2, 3, 4, 5, 6)
            .add(info("conv_in.bias", TensorType.F16, 2L), 1, 2)
            .add(info("good", TensorType.F32, 1L), 1)
            .add(info("lora\u001b[31m", TensorType.F32, 1L), 1)
            .add(info("text_model.embeddings.position_ids", TensorType.F32, 1L), 1);
    try (Checkpoint checkpoint = checkpoint(writer)) {
      CheckpointTensors tensors = tensors(checkpoint, NumberType.FLOAT32);
      tensors.tensor("conv_in.weight", 1, 4, 3, 3);
      tensors.tensor("conv_in.bias", 3);
      tensors.tensor("good", 1);
      tensors.tensor("conv_out.weight", 4, 1, 3, 3);
      tensors.tensor("conv_out.bias", 4);
      assertThatThrownBy(tensors::finish)
          .isInstanceOf(ModelFormatException.class)
          .hasMessage(
              String.join(
                  System.lineSeparator(),
                  folder.resolve("weights.safetensors")
                      + ": the weights do not fit the config.json beside them.",
                  "Missing (2):",
                  "  conv_out.weight [4, 1, 3, 3]",
                  "  conv_out.bias [4]",
                  "Of another shape (2):",
                  "  conv_in.weight has shape [1, 2, 1, 3], expected [1, 4, 3, 3]",
                  "  conv_in.bias has shape [2], expected [3]",
                  "Unexpected (1):",
                  "  lora\\u001b[31m"));
    }
  }

  @Test
  void finish_isSilentWhenAllFits() throws IOException {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .add(info("a", TensorType.F32, 1L), 1)
            .add(info("logit_scale", TensorType.F32), 4);
    try (Checkpoint checkpoint = checkpoint(writer)) {
      CheckpointTensors tensors = tensors(checkpoint, NumberType.FLOAT32);
      tensors.tensor("a", 1);
      tensors.finish();
    }
  }

  @ParameterizedTest
  @EnumSource(TensorType.class)
  void tensor_everyStoredTypeIsConverted(TensorType type) throws IOException {
    int[] bits = {0, 1, 2, 3, 64, 70, 83, 77};
    ByteBuffer bytes =
        ByteBuffer.allocate(bits.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int bit : bits) {
      switch (type) {
        case F64 -> bytes.putDouble(bit * 0.375);
        case F32 -> bytes.putFloat(bit * 0.375f);
        case I64 -> bytes.putLong(bit);
        case I32 -> bytes.putInt(-bit);
        case F16, BF16, I16 -> bytes.putShort((short) (bit << 7));
        case BOOL -> bytes.put((byte) (bit & 1));
        case F8_E4M3, F8_E5M2, I8, U8 -> bytes.put((byte) bit);
      }
    }
    SafetensorsWriter writer = new SafetensorsWriter().add(info("w", type, 2L, 4L), bytes.flip());
    try (Checkpoint checkpoint = checkpoint(writer)) {
      float[] expected = TensorValues.floats(checkpoint, "w");
      NDArray exact = tensors(checkpoint, NumberType.FLOAT32).tensor("w", 2, 4);
      assertThat(exact.getShape().getShape()).containsExactly(2, 4);
      assertThat(Scope.floats(exact, scope)).containsExactly(expected);
      NDArray rounded = tensors(checkpoint, NumberType.BFLOAT16).tensor("w", 2, 4);
      float[] values = Scope.floats(rounded, scope);
      for (int i = 0; i < values.length; i++) {
        assertThat(Float.floatToIntBits(values[i]) & 0xFFFF).isZero();
        assertThat(Math.abs(values[i] - expected[i]))
            .isLessThanOrEqualTo(Math.abs(expected[i]) / 256);
      }
    }
  }

  @Test
  void tensor_oneByOneConvolutionsAreLinearLayers() throws IOException {
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .add(info("conv", TensorType.F32, 3L, 2L, 1L, 1L), 1, 2, 3, 4, 5, 6)
            .add(info("very old conv", TensorType.F16, 3L, 2L, 1L), 1, 2, 3, 4, 5, 6)
            .add(info("linear", TensorType.BF16, 3L, 2L), 1, 2, 3, 4, 5, 6);
    try (Checkpoint checkpoint = checkpoint(writer)) {
      CheckpointTensors tensors = tensors(checkpoint, NumberType.FLOAT32);
      for (String name : checkpoint.names()) {
        NDArray linear = tensors.tensor(name, 3, 2);
        assertThat(linear.getShape().getShape()).containsExactly(3, 2);
        assertThat(Scope.floats(linear, scope)).containsExactly(1, 2, 3, 4, 5, 6);
        NDArray conv = tensors.tensor(name, 3, 2, 1, 1);
        assertThat(conv.getShape().getShape()).containsExactly(3, 2, 1, 1);
        assertThat(Scope.floats(conv, scope)).containsExactly(1, 2, 3, 4, 5, 6);
      }
      tensors.finish();
      tensors.tensor("linear", 2, 3);
      assertThatThrownBy(tensors::finish)
          .hasMessageContaining("linear has shape [3, 2], expected [2, 3]");
    }
  }

  @Test
  void tensor_convolutionKeepsItsValuesInChannelsLastOrder() throws IOException {
    float[] values = new float[2 * 3 * 2 * 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    SafetensorsWriter writer =
        new SafetensorsWriter().add(info("w", TensorType.F32, 2L, 3L, 2L, 2L), values);
    try (Checkpoint checkpoint = checkpoint(writer)) {
      NDArray conv = tensors(checkpoint, NumberType.FLOAT32).tensor("w", 2, 3, 2, 2);
      assertThat(Scope.floats(conv, scope)).containsExactly(values);
    }
  }

  @Test
  void tensor_misalignedElementsAreCopied() throws IOException {
    String header =
        """
        {"a": {"dtype": "I8", "shape": [1], "data_offsets": [0, 1]},
         "b": {"dtype": "F32", "shape": [2], "data_offsets": [1, 9]},
         "c": {"dtype": "F16", "shape": [2], "data_offsets": [9, 13]}}\
        """;
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + 13)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put((byte) -7)
            .putFloat(1.5f)
            .putFloat(-2)
            .putShort((short) 0x3C00)
            .putShort((short) 0x4000);
    Path path = Files.write(folder.resolve("odd.safetensors"), file.array());
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      CheckpointTensors tensors = tensors(checkpoint, NumberType.FLOAT32);
      assertThat(Scope.floats(tensors.tensor("a", 1), scope)).containsExactly(-7);
      assertThat(Scope.floats(tensors.tensor("b", 2), scope)).containsExactly(1.5f, -2);
      assertThat(Scope.floats(tensors.tensor("c", 2), scope)).containsExactly(1, 2);
    }
  }

  @Test
  void tensor_onlyTheModelAndOneTensorAreHeldAtATime() throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (int i = 0; i < 8; i++) {
      writer.add(info("w" + i, TensorType.BF16, 4L, 2L, 3L, 3L), new float[72]);
    }
    try (Checkpoint checkpoint = checkpoint(writer)) {
      List<Long> held = new ArrayList<>();
      List<Long> done = new ArrayList<>();
      CheckpointTensors tensors =
          new CheckpointTensors(
              checkpoint,
              scope,
              NumberType.FLOAT32,
              elements -> {
                done.add(elements);
                held.add(elementsIn(scope));
              });
      for (int i = 0; i < 8; i++) {
        tensors.tensor("w" + i, 4, 2, 3, 3);
      }
      assertThat(done).containsOnly(72L).hasSize(8);
      for (int i = 0; i < 8; i++) {
        assertThat(held.get(i)).as("elements after tensor %d", i).isEqualTo(72L * (i + 1));
      }
    }
  }

  private static long elementsIn(Scope scope) {
    return scope.manager().getManagedArrays().stream()
        .mapToLong(array -> array.getShape().size())
        .sum();
  }

  @Test
  void tensor_unreadableOnesTellWhy() {
    Stub damaged =
        new Stub(info("w", TensorType.F32, 1L)) {
          @Override
          public ByteBuffer bytes(String name) throws IOException {
            throw new ModelFormatException(path(), name, "is cut off.", null);
          }
        };
    assertThatThrownBy(() -> tensors(damaged, NumberType.FLOAT32).tensor("w", 1))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .hasMessage("w in stub: is cut off.");
  }

  @Test
  void tensor_tooLargeForOneBufferIsRefused() {
    long elements = 600_000_000;
    Stub large = new Stub(info("w", TensorType.F8_E4M3, elements));
    assertThatThrownBy(() -> tensors(large, NumberType.FLOAT32).tensor("w", elements))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("w in stub: takes 2400000000 bytes as float32, over the 2 GiB of one buffer.");
  }

  @Test
  void has_namesAndWhatIsBelowThem() throws IOException {
    SafetensorsWriter writer =
        new SafetensorsWriter().add(info("text_model.a.weight", TensorType.F32, 1L), 1);
    try (Checkpoint checkpoint = checkpoint(writer)) {
      CheckpointTensors tensors = tensors(checkpoint, NumberType.FLOAT32);
      assertThat(tensors.has("text_model")).isTrue();
      assertThat(tensors.has("text_model.a.weight")).isTrue();
      assertThat(tensors.has("text")).isFalse();
      assertThat(tensors.has("text_model.b")).isFalse();
    }
  }

  /** A checkpoint of one tensor without bytes. */
  private static class Stub implements Checkpoint {
    private final TensorInfo only;

    Stub(TensorInfo only) {
      this.only = only;
    }

    @Override
    public Path path() {
      return Path.of("stub");
    }

    @Override
    public Set<String> names() {
      return Set.of(only.name());
    }

    @Override
    public TensorInfo info(String name) {
      return only;
    }

    @Override
    public ByteBuffer bytes(String name) throws IOException {
      return ByteBuffer.allocateDirect(0);
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of();
    }

    @Override
    public void close() {}
  }
}
