package io.pentimento.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The layers that are computed in pieces or by other operations where that is faster. */
class ScopeTest {
  /** So few scores and rows at once that small arrays are cut into several pieces. */
  private static final long SCORES = 2048;

  private static final long ROWS = 4;
  private static final float FLOAT32_TOLERANCE = 1e-5f;
  private static final float BFLOAT16_TOLERANCE = 0.02f;

  private final Scope scope = TestEngine.open("test");

  @AfterEach
  void close() {
    scope.close();
  }

  private Scope cutting(boolean linearByConvolution) {
    return new Scope(
        scope.manager(), new Kernels(scope.kernels().script(), linearByConvolution, SCORES, ROWS));
  }

  private NDArray random(long seed, long... shape) {
    return new RandomTensors(scope, NumberType.FLOAT32, seed).tensor("x", shape);
  }

  private static void assertClose(float[] actual, float[] expected, float tolerance) {
    assertWithin(actual, expected, tolerance * largest(expected));
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static void assertWithin(float[] actual, float[] expected, float distance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(distance));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 8, 1024, true",
    "FLOAT32, 7, 1025, true",
    "FLOAT32, 8, 1024, false",
    "FLOAT32, 9, 33, true",
    "BFLOAT16, 8, 1024, true",
    "BFLOAT16, 7, 1025, false",
    "BFLOAT16, 9, 33, false",
  })
  void attention_cutAndWholeAgree(NumberType type, int tokens, int context, boolean convolution) {
    NDArray q = random(1, 2, tokens, 24);
    NDArray k = random(2, 2, context, 24);
    NDArray v = random(3, 2, context, 24);
    Scope plain = new Scope(scope.manager(), new Kernels(scope.kernels().script(), false, 0, 99));
    NDArray expected = plain.attention(q, k, v, 3, false);

    NDArray actual =
        cutting(convolution)
            .attention(scope.cast(q, type), scope.cast(k, type), scope.cast(v, type), 3, false);

    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertClose(
        Scope.floats(actual, scope),
        Scope.floats(expected, scope),
        type == NumberType.FLOAT32 ? FLOAT32_TOLERANCE : BFLOAT16_TOLERANCE);
  }

  /** Shapes, and keys far from zero or so long that their exponentials need care. */
  @ParameterizedTest
  @CsvSource({
    "BFLOAT16, 24, 3, 1, 0",
    "BFLOAT16, 32, 2, 1, 0",
    "BFLOAT16, 24, 3, 1, 5",
    "BFLOAT16, 24, 3, 8, 0",
    "BFLOAT16, 32, 2, 40, 3",
    "BFLOAT16, 24, 3, 0, 0",
    "FLOAT32, 24, 3, 1, 0",
    "FLOAT32, 32, 2, 1, 0",
    "FLOAT32, 24, 3, 1, 5",
    "FLOAT32, 24, 3, 8, 0",
    "FLOAT32, 32, 2, 40, 3",
    "FLOAT32, 24, 3, 0, 0",
  })
  void attention_ofManyTokens_isTheEnginesOwn(
      NumberType type, int channels, int heads, float scale, float offset) {
    NDArray q = scope.cast(random(1, 2, 70, channels).mul(scale), type);
    NDArray k = scope.cast(random(2, 2, 2304, channels).mul(60).add(offset), type);
    NDArray v = scope.cast(random(3, 2, 2304, channels), type);
    Scope plain = new Scope(scope.manager(), new Kernels(scope.kernels().script(), false, 0, 99));
    NDArray expected =
        plain.attention(scope.plain(q), scope.plain(k), scope.plain(v), heads, false);

    NDArray actual = cutting(true).attention(q, k, v, heads, false);

    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    if (type == NumberType.FLOAT32) {
      // What is mixed are these values, whatever is left of them where they cancel out.
      assertWithin(
          Scope.floats(actual, scope),
          Scope.floats(expected, scope),
          1e-6f * largest(Scope.floats(v, scope)));
    } else {
      assertClose(Scope.floats(actual, scope), Scope.floats(expected, scope), BFLOAT16_TOLERANCE);
    }
  }

  @Test
  void attention_ofTokensBeyondTheSigmoidsRange_staysFinite() {
    NDArray q = scope.cast(random(1, 1, 70, 24).mul(1e5), NumberType.BFLOAT16);
    NDArray k = scope.cast(random(2, 1, 2304, 24).mul(1e3), NumberType.BFLOAT16);
    NDArray v = scope.cast(random(3, 1, 2304, 24), NumberType.BFLOAT16);

    NDArray attended = cutting(true).attention(q, k, v, 3, false);

    // Each query sees one key, so what it gets is that key's value.
    assertThat(scope.isFinite(attended)).isTrue();
    float largest = scope.plain(v).abs().max().getFloat();
    assertThat(scope.plain(attended).abs().max().getFloat())
        .isGreaterThan(largest / 2)
        .isLessThanOrEqualTo(largest);
  }

  @ParameterizedTest
  @EnumSource(
      value = NumberType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void packedConvolution_isTheSame_andItsWeightCanBeReadAgain(NumberType type) {
    NDArray x = scope.pixels(random(1, 2, 5, 9, 11), type);
    NDArray weight = scope.store(random(2, 7, 5, 3, 3), type);
    NDArray bias = scope.cast(random(3, 7), type);
    float[] weights = Scope.floats(weight, scope);
    for (int stride = 1; stride <= 2; stride++) {
      float[] expected = Scope.floats(scope.conv(x, weight, bias, stride, 1), scope);
      NDArray packed = LayerWeights.packConvolution(scope, scope.store(weight, type), stride == 1);

      NDArray actual = scope.conv(x, packed, bias, stride, 1);

      assertClose(Scope.floats(actual, scope), expected, FLOAT32_TOLERANCE);
      assertThat(packed.getShape()).isEqualTo(weight.getShape());
      assertThat(Scope.floats(scope.wideCopy(packed), scope)).containsExactly(weights);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 256, 1, 8, 8, 1",
    "FLOAT32, 256, 2, 9, 7, 1",
    "FLOAT32, 256, 3, 6, 11, 0",
    "FLOAT32, 256, 2, 1, 2, 1",
    "FLOAT32, 256, 1, 72, 60, 1",
    "BFLOAT16, 512, 2, 9, 8, 1",
  })
  void wideConvolution_isTheSame_andItsWeightCanBeReadAgain(
      NumberType type, int in, int batch, int height, int width, int padding) {
    int out = in + 8;
    float tolerance = type == NumberType.FLOAT32 ? FLOAT32_TOLERANCE : BFLOAT16_TOLERANCE;
    NDArray x = scope.pixels(random(1, batch, in, height, width), type);
    NDArray weight = scope.store(random(2, out, in, 3, 3), type);
    NDArray bias = scope.cast(random(3, out), type);
    float[] weights = Scope.floats(weight, scope);
    float[] expected = Scope.floats(scope.conv(x, weight, bias, 1, padding), scope);

    NDArray packed = LayerWeights.packConvolution(scope, weight, true);

    assertThat(LayerWeights.shape(packed)).containsExactly(out, in, 3, 3);
    assertClose(Scope.floats(scope.conv(x, packed, bias, 1, padding), scope), expected, tolerance);
    assertClose(Scope.floats(scope.wideCopy(packed), scope), weights, tolerance);
  }

  @Test
  void wideConvolutionThatIsReplaced_keepsItsForm() {
    NDArray everyCell = LayerWeights.packConvolution(scope, random(1, 256, 256, 3, 3), true);
    NDArray everySecond = LayerWeights.packConvolution(scope, random(1, 256, 256, 3, 3), false);

    NDArray like = LayerWeights.packLike(scope, random(2, 256, 256, 3, 3), everyCell);
    NDArray unlike = LayerWeights.packLike(scope, random(2, 256, 256, 3, 3), everySecond);

    assertThat(like.getShape()).isEqualTo(everyCell.getShape());
    assertThat(unlike.getShape()).isEqualTo(everySecond.getShape());
    NDArray x = scope.pixels(random(3, 1, 256, 4, 4), NumberType.FLOAT32);
    NDArray bias = random(4, 256);
    assertClose(
        Scope.floats(scope.conv(x, like, bias, 1, 1), scope),
        Scope.floats(scope.conv(x, unlike, bias, 1, 1), scope),
        FLOAT32_TOLERANCE);
  }

  @Test
  void scriptWithoutOneDnn_computesTheSame() throws IOException {
    Kernels plain = new Kernels(TorchEngine.script(scope.manager(), false), false, SCORES, ROWS);
    Scope other = new Scope(scope.manager(), plain);
    NDArray x = random(1, 2, 8, 6, 6);
    NDArray weight = random(2, 4, 8, 3, 3);
    NDArray bias = random(3, 4);
    NDArray tokens = random(4, 2, 70, 24);

    NDArray packed =
        LayerWeights.packConvolution(other, other.store(weight, NumberType.FLOAT32), true);

    assertClose(
        Scope.floats(other.conv(x, packed, bias, 1, 1), scope),
        Scope.floats(scope.conv(x, weight, bias, 1, 1), scope),
        FLOAT32_TOLERANCE);
    assertClose(
        Scope.floats(other.attention(tokens, tokens, tokens, 3, false), scope),
        Scope.floats(scope.attention(tokens, tokens, tokens, 3, false), scope),
        FLOAT32_TOLERANCE);
    NDArray map = LayerWeights.packLinear(other, other.store(random(5, 9, 24), NumberType.FLOAT32));
    assertThat(Scope.floats(other.linear(tokens, map, Optional.empty()), scope))
        .containsExactly(Scope.floats(scope.linear(tokens, map, Optional.empty()), scope));
  }

  @ParameterizedTest
  @CsvSource({"true, 9", "false, 9", "true, 2", "false, 4"})
  void geglu_isTheSumOfItsParts(boolean convolution, int tokens) {
    NDArray x = random(1, 2, tokens, 8);
    NDArray inWeight = random(2, 48, 8);
    NDArray inBias = random(3, 48);
    NDArray outWeight = random(4, 8, 24);
    NDArray outBias = random(5, 8);
    NDArray halves = scope.linear(x, inWeight, Optional.of(inBias));
    NDArray gate = scope.gelu(scope.slice(halves, 24, 48, 2));
    NDArray gated = scope.slice(halves, 0, 24, 2).mul(gate);
    NDArray expected = scope.linear(gated, outWeight, Optional.of(outBias));

    NDArray actual = cutting(convolution).geglu(x, inWeight, inBias, outWeight, outBias);

    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertClose(Scope.floats(actual, scope), Scope.floats(expected, scope), FLOAT32_TOLERANCE);
  }

  @Test
  void linear_byConvolutionAndByProductAgree() {
    NDArray x = random(1, 2, 300, 64);
    NDArray weight = random(2, 48, 64);
    Optional<NDArray> bias = Optional.of(random(3, 48));
    float[] expected = Scope.floats(x.matMul(weight.transpose()).add(bias.get()), scope);

    assertClose(
        Scope.floats(cutting(true).linear(x, weight, bias), scope), expected, FLOAT32_TOLERANCE);
    assertClose(
        Scope.floats(cutting(false).linear(x, weight, bias), scope), expected, FLOAT32_TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 300", "FLOAT32, 1", "BFLOAT16, 300", "BFLOAT16, 2"})
  void linear_packedIsTheSame_andItsWeightCanBeReadAgain(NumberType type, int tokens) {
    NDArray x = scope.cast(random(1, 2, tokens, 72), type);
    NDArray weight = scope.store(random(2, 40, 72), type);
    Optional<NDArray> bias = Optional.of(scope.cast(random(3, 40), type));
    float[] weights = Scope.floats(weight, scope);
    float[] expected = Scope.floats(scope.linear(x, weight, bias), scope);

    NDArray packed = LayerWeights.packLinear(scope, weight);

    float tolerance = type == NumberType.FLOAT32 ? FLOAT32_TOLERANCE : BFLOAT16_TOLERANCE;
    assertClose(Scope.floats(scope.linear(x, packed, bias), scope), expected, tolerance);
    assertThat(packed.getShape().getShape()).containsExactly(40, 72);
    assertThat(Scope.floats(scope.wideCopy(packed), scope)).containsExactly(weights);
    NDArray other = LayerWeights.packLike(scope, scope.store(random(2, 40, 72), type), packed);
    assertThat(Scope.floats(scope.linear(x, other, bias), scope))
        .containsExactly(Scope.floats(scope.linear(x, packed, bias), scope));
  }

  @Test
  void layersOfBfloat16_takeAPictureInFloat32_andRoundItThemselves() {
    NDArray wide = scope.pixels(random(1, 2, 8, 6, 6), NumberType.FLOAT32);
    NDArray narrow = scope.pixels(wide, NumberType.BFLOAT16);
    NDArray weight = scope.store(random(2, 8, 8, 3, 3), NumberType.BFLOAT16);
    NDArray packed =
        LayerWeights.packConvolution(scope, scope.store(weight, NumberType.BFLOAT16), false);
    NDArray bias = scope.cast(random(3, 8), NumberType.BFLOAT16);
    float[] expected = Scope.floats(scope.conv(narrow, weight, bias, 1, 1), scope);

    NDArray made = scope.conv(wide, packed, bias, 1, 1);

    assertThat(NumberType.of(made)).isEqualTo(NumberType.BFLOAT16);
    assertClose(Scope.floats(made, scope), expected, BFLOAT16_TOLERANCE);
    assertThat(NumberType.of(scope.groupNorm(wide, 2, bias, bias, 1e-5)))
        .isEqualTo(NumberType.BFLOAT16);
    assertThat(NumberType.of(scope.addAs(wide, made, made))).isEqualTo(NumberType.FLOAT32);
    assertThat(NumberType.of(scope.addAs(narrow, made, made))).isEqualTo(NumberType.BFLOAT16);
  }
}
