package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaledWeightsTest {
  /** More than what is converted at a time, and no multiple of it. */
  private static final int ROWS = 300;

  private static final int WIDTH = 331;

  @TempDir private Path folder;

  private final byte[] bits = new byte[ROWS * WIDTH];
  private SafetensorsWriter writer = new SafetensorsWriter();

  @BeforeEach
  void fill() {
    writer = new SafetensorsWriter();
    new Random(5).nextBytes(bits);
    for (int i = 0; i < bits.length; i++) {
      // NaN and the infinities of E5M2 would hide what they are multiplied by.
      bits[i] = (bits[i] & 0x78) == 0x78 ? 1 : bits[i];
    }
  }

  private void weight(String name, TensorType type) {
    writer.add(
        new TensorInfo(name, type, List.of((long) ROWS, (long) WIDTH)), ByteBuffer.wrap(bits));
  }

  private void floats(String name, float[] values, Long... shape) {
    writer.add(new TensorInfo(name, TensorType.F32, List.of(shape)), values);
  }

  private Checkpoint open() throws IOException {
    Path file = folder.resolve("scaled.safetensors");
    writer.write(file);
    return Checkpoint.open(file);
  }

  private float[] widened(TensorType type) {
    return TensorValues.floats(ByteBuffer.wrap(bits), type);
  }

  @ParameterizedTest
  @CsvSource({"scale_weight, scale_input, F8_E4M3", "weight_scale, input_scale, F8_E5M2"})
  void floats_bothSpellings_areMultiplied(String scale, String input, TensorType type)
      throws IOException {
    weight("unet.layer.weight", type);
    floats("unet.layer." + scale, new float[] {0.37f});
    floats("unet.layer." + input, new float[] {3});
    floats("unet.layer.bias", new float[] {1, 2}, 2L);
    floats("unet.scaled_fp8", new float[0], 0L);
    float[] expected = widened(type);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= 0.37f;
    }
    try (Checkpoint file = open()) {
      assertThat(file.names()).containsExactlyInAnyOrder("unet.layer.weight", "unet.layer.bias");
      assertThat(file.info("unet.layer.weight").type()).isEqualTo(TensorType.F32);
      assertThat(file.storedType("unet.layer.weight")).isEqualTo(type);
      assertThat(TensorValues.floats(file, "unet.layer.weight")).isEqualTo(expected);
      assertThat(TensorValues.floats(file, "unet.layer.bias")).containsExactly(1, 2);
    }
  }

  /** Fused projections are read third by third. */
  @Test
  void read_part_isThatOfTheWhole() throws IOException {
    weight("layer.weight", TensorType.F8_E4M3);
    float[] scales = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      scales[i] = 0.5f + i;
    }
    floats("layer.scale_weight", scales, (long) ROWS, 1L);
    float[] expected = widened(TensorType.F8_E4M3);
    for (int i = 0; i < expected.length; i++) {
      expected[i] *= scales[i / WIDTH];
    }
    try (Checkpoint file = open()) {
      assertThat(TensorValues.floats(file, "layer.weight")).isEqualTo(expected);
      int from = 200 * WIDTH + 7;
      ByteBuffer part = ByteBuffer.allocateDirect(99 * WIDTH * Float.BYTES);
      file.read("layer.weight", (long) from * Float.BYTES, part);
      assertThat(part.hasRemaining()).isFalse();
      float[] read = new float[99 * WIDTH];
      part.flip().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(read);
      assertThat(read).isEqualTo(Arrays.copyOfRange(expected, from, from + read.length));
      assertThatThrownBy(() -> file.read("layer.weight", 2, ByteBuffer.allocate(4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "layer.weight is scaled, so whole numbers of 4 bytes are read, but 4 bytes after 2"
                  + " are asked for.");
    }
  }

  @Test
  void open_withoutScales_isTheFileItself() throws IOException {
    weight("layer.weight", TensorType.F8_E4M3);
    floats("other.scale_weight", new float[] {2});
    try (Checkpoint file = open()) {
      assertThat(file).isInstanceOf(SafetensorsFile.class);
      assertThat(file.names()).contains("other.scale_weight");
      assertThat(TensorValues.floats(file, "layer.weight")).isEqualTo(widened(TensorType.F8_E4M3));
    }
  }

  @Test
  void open_scaleOfBlocks_isRefused() {
    weight("layer.weight", TensorType.F8_E4M3);
    floats("layer.scale_weight", new float[4], 2L, 2L);
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageEndingWith(
            ": must be one float, or one for each of the 300 rows of layer.weight,"
                + " but is F32 of shape [2, 2].");
  }

  @Test
  void open_scaledIntegers_areRefused() {
    weight("layer.weight", TensorType.I8);
    floats("layer.weight_scale", new float[] {1});
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageEndingWith(
            ": has a scale and is stored as I8, but only scaled floats are read.");
  }
}
