package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attention of models whose scores leave what 16 bits can tell apart. */
class UpcastAttentionTest {
  private static final int WIDTH = 16;

  private static Attention attention(Scope scope, NumberType type, boolean upcast) {
    return Attention.read(new Weights(new RandomTensors(scope, type, 5)), WIDTH, WIDTH, 2, upcast);
  }

  /** Rows that are large and close to each other, so that scores are large and differ little. */
  private static NDArray rows(Scope scope) {
    float[] values = new float[8 * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = 12 + (float) Math.sin(i * 1.7) * 2;
    }
    return scope.array(values, 1, 8, WIDTH);
  }

  private static float[] attended(NumberType type, boolean upcast) {
    try (Scope scope = TestEngine.open("upcast")) {
      Attention attention = attention(scope, type, upcast);
      NDArray x = scope.cast(rows(scope), type);
      NDArray out = attention.apply(scope, x, attention.project(scope, x));
      assertThat(NumberType.of(out)).isEqualTo(type);
      return Scope.floats(scope.cast(out, NumberType.FLOAT32), scope);
    }
  }

  private static double error(float[] actual, float[] expected) {
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      sum += Math.pow(actual[i] - (double) expected[i], 2);
    }
    return Math.sqrt(sum / actual.length);
  }

  @Test
  void float32_isTheSameEitherWay() {
    assertThat(attended(NumberType.FLOAT32, true)).isEqualTo(attended(NumberType.FLOAT32, false));
  }

  /** What is left is the rounding of the layers around. */
  @Test
  void bfloat16_isCloserToFloat32() {
    float[] exact = attended(NumberType.FLOAT32, false);
    assertThat(error(attended(NumberType.BFLOAT16, true), exact))
        .isLessThan(error(attended(NumberType.BFLOAT16, false), exact));
  }

  /** Of its three bits more than bfloat16's nothing is lost in the scores. */
  @Test
  void float16_isCloserThanBfloat16() {
    float[] exact = attended(NumberType.FLOAT32, false);
    assertThat(error(attended(NumberType.FLOAT16, true), exact))
        .isLessThan(error(attended(NumberType.BFLOAT16, true), exact));
  }

  @Test
  void config_tells(@TempDir Path folder) throws IOException {
    assertThat(read(folder, "{\"upcast_attention\": true}").upcastAttention()).isTrue();
    assertThat(read(folder, "{\"upcast_attention\": null}").upcastAttention()).isFalse();
    assertThat(read(folder, "{}").upcastAttention()).isFalse();
  }

  private static UNetConfig read(Path folder, String json) throws IOException {
    return UNetConfig.read(
        ComponentConfig.read(Files.writeString(folder.resolve("config.json"), json)));
  }
}
