package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.TextEncoderConfig.Activation;
import io.pentimento.model.Weights;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PromptEncoderTest {
  private static final int WIDTH = 8;
  private static final int CHUNK = 77 * WIDTH;
  private static Scope scope;
  private static ClipTokenizer tokenizer;
  private static TextEncoder clip;

  @BeforeAll
  static void open() throws ModelFormatException {
    scope = TestEngine.open("prompt encoder");
    tokenizer = ClipTokenizer.packaged();
    clip = encoder(Activation.QUICK_GELU);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
    scope.close();
  }

  private static TextEncoder encoder(Activation activation) throws ModelFormatException {
    return new TextEncoder(
        new TextEncoderConfig(WIDTH, 16, 3, 2, 49408, 77, activation, 1e-5),
        new Weights(new RandomTensors(scope, NumberType.FLOAT32, 5)));
  }

  private static float[] encode(String prompt, Emphasis emphasis) {
    return encode(new PromptEncoder(tokenizer, clip, 1, emphasis), prompt);
  }

  private static float[] encode(PromptEncoder encoder, String prompt) {
    try (Scope run = scope.open("run")) {
      NDArray encoded = encoder.encode(run, prompt);
      assertThat(run.manager().getManagedArrays()).containsExactly(encoded);
      assertThat(encoded.getShape().get(0)).isEqualTo(1);
      assertThat(encoded.getShape().get(2)).isEqualTo(WIDTH);
      return encoded.toFloatArray();
    }
  }

  private static List<float[]> encodeAll(List<String> texts, Emphasis emphasis) {
    try (Scope run = scope.open("run")) {
      return new PromptEncoder(tokenizer, clip, 1, emphasis)
          .encode(run, texts).stream().map(NDArray::toFloatArray).toList();
    }
  }

  private static float[] chunk(float[] text, int index) {
    return Arrays.copyOfRange(text, index * CHUNK, (index + 1) * CHUNK);
  }

  @Test
  void encode_shortAndEmptyPromptsAreOneChunk() {
    assertThat(encode("a cat", Emphasis.ORIGINAL)).hasSize(CHUNK);
    assertThat(encode("", Emphasis.ORIGINAL)).hasSize(CHUNK);
    assertThat(encode("  \n\t ", Emphasis.ORIGINAL)).isEqualTo(encode("", Emphasis.ORIGINAL));
  }

  @Test
  void encode_breakMakesAChunkOfEachSide() {
    float[] both = encode("a cat BREAK a dog", Emphasis.ORIGINAL);
    assertThat(both).hasSize(2 * CHUNK);
    assertClose(Arrays.copyOf(both, CHUNK), encode("a cat", Emphasis.ORIGINAL));
    assertClose(Arrays.copyOfRange(both, CHUNK, 2 * CHUNK), encode("a dog", Emphasis.ORIGINAL));
  }

  @Test
  void encode_longPromptsTakeAsManyChunksAsTheyNeed() {
    assertThat(encode("cat ".repeat(75), Emphasis.ORIGINAL)).hasSize(CHUNK);
    assertThat(encode("cat ".repeat(76), Emphasis.ORIGINAL)).hasSize(2 * CHUNK);
    assertThat(encode("cat, ".repeat(200), Emphasis.ORIGINAL)).hasSize(6 * CHUNK);
  }

  @Test
  void encode_weightsAreThoseOfTheTokensAndTheMeanStays() {
    float[] plain = encode("a cat", Emphasis.IGNORE);
    float[] weighted = encode("a (cat:1.5)", Emphasis.NO_NORM);
    for (int i = 0; i < CHUNK; i++) {
      boolean cat = i / WIDTH == 2;
      assertThat(weighted[i]).isEqualTo(cat ? plain[i] * 1.5f : plain[i]);
    }
    float[] original = encode("a (cat:1.5)", Emphasis.ORIGINAL);
    double scale = mean(plain) / mean(weighted);
    for (int i = 0; i < CHUNK; i++) {
      assertThat((double) original[i]).isCloseTo(weighted[i] * scale, within(1e-4));
    }
  }

  @Test
  void encode_eachChunkKeepsItsOwnMean() {
    float[] both = encode("(a cat:1.4) BREAK a dog", Emphasis.ORIGINAL);
    assertClose(Arrays.copyOfRange(both, CHUNK, 2 * CHUNK), encode("a dog", Emphasis.ORIGINAL));
  }

  @Test
  void encode_textsOfOneScheduleKeepTheirCommonMean() {
    String weighted = "a (cat:1.5)";
    String other = "a dog";
    float[] first = encode(weighted, Emphasis.NO_NORM);
    float[] plain = encode(weighted, Emphasis.IGNORE);
    float[] second = encode(other, Emphasis.IGNORE);
    double scale = (2 * mean(plain) + mean(second)) / (2 * mean(first) + mean(second));
    List<float[]> batch = encodeAll(List.of(weighted, other, weighted), Emphasis.ORIGINAL);
    assertScaled(batch.get(0), first, scale);
    assertScaled(batch.get(1), second, scale);
    assertThat(scale).isNotCloseTo(mean(plain) / mean(first), within(1e-3));
  }

  @Test
  void encode_textsOfOneScheduleCountAsOftenAsTheyCome() {
    List<float[]> once = encodeAll(List.of("a (cat:1.5)", "a dog"), Emphasis.ORIGINAL);
    List<float[]> thrice =
        encodeAll(List.of("a (cat:1.5)", "a dog", "a dog", "a dog"), Emphasis.ORIGINAL);
    float[] first = encode("a (cat:1.5)", Emphasis.NO_NORM);
    float[] plain = encode("a (cat:1.5)", Emphasis.IGNORE);
    float[] second = encode("a dog", Emphasis.IGNORE);
    assertScaled(once.get(0), first, (mean(plain) + mean(second)) / (mean(first) + mean(second)));
    assertScaled(
        thrice.get(0), first, (mean(plain) + 3 * mean(second)) / (mean(first) + 3 * mean(second)));
  }

  @Test
  void encode_shorterTextsAreFilledWithEmptyChunks() {
    List<float[]> batch =
        encodeAll(List.of("a dog", "a BREAK a cat BREAK (b:1.3)"), Emphasis.ORIGINAL);
    float[] empty = encode("", Emphasis.IGNORE);
    float[] weighted = encode("(b:1.3)", Emphasis.NO_NORM);
    float[] plain = encode("b", Emphasis.IGNORE);
    double scale = (mean(empty) + mean(plain)) / (mean(empty) + mean(weighted));
    assertThat(batch).allSatisfy(text -> assertThat(text).hasSize(3 * CHUNK));
    assertClose(chunk(batch.get(0), 0), encode("a dog", Emphasis.IGNORE));
    assertClose(chunk(batch.get(0), 1), empty);
    assertScaled(chunk(batch.get(0), 2), empty, scale);
    assertClose(chunk(batch.get(1), 1), encode("a cat", Emphasis.IGNORE));
    assertScaled(chunk(batch.get(1), 2), weighted, scale);
  }

  @Test
  void encode_equalTextsShareOneArray() {
    PromptEncoder encoder = new PromptEncoder(tokenizer, clip, 1, Emphasis.ORIGINAL);
    try (Scope run = scope.open("run")) {
      List<NDArray> encoded = encoder.encode(run, List.of("a", "(b)", "a"));
      assertThat(encoded).hasSize(3);
      assertThat(encoded.get(2)).isSameAs(encoded.get(0));
      assertThat(run.manager().getManagedArrays())
          .containsExactlyInAnyOrder(encoded.get(0), encoded.get(1));
    }
  }

  @Test
  void encode_manyTextsAreEncodedAsEachByItself() {
    List<String> texts = IntStream.range(0, 70).mapToObj(i -> "cat " + i).toList();
    List<float[]> batch = encodeAll(texts, Emphasis.ORIGINAL);
    for (int i = 0; i < texts.size(); i++) {
      assertClose(batch.get(i), encode(texts.get(i), Emphasis.ORIGINAL));
    }
  }

  @Test
  void encode_noTextIsRefused() {
    PromptEncoder encoder = new PromptEncoder(tokenizer, clip, 1, Emphasis.ORIGINAL);
    assertThatThrownBy(() -> encoder.encode(scope, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There must be a text to encode, but got none.");
  }

  @Test
  void clipSkip_takesAnEarlierLayer() {
    float[] second = encode(new PromptEncoder(tokenizer, clip, 2, Emphasis.ORIGINAL), "a cat");
    assertThat(second).isNotEqualTo(encode("a cat", Emphasis.ORIGINAL));
  }

  @Test
  void clipSkip_beyondTheLayersIsRefusedBeforeWork() {
    assertThatThrownBy(() -> new PromptEncoder(tokenizer, clip, 5, Emphasis.ORIGINAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clipSkip must be in [1, 4] for this text encoder, but got: 5.");
  }

  @Test
  void clipSkip_isNothingToOpenClip() throws ModelFormatException {
    TextEncoder openClip = encoder(Activation.GELU);
    assertThat(encode(new PromptEncoder(tokenizer, openClip, 12, Emphasis.ORIGINAL), "a cat"))
        .isEqualTo(encode(new PromptEncoder(tokenizer, openClip, 1, Emphasis.ORIGINAL), "a cat"));
  }

  private static Offset<Double> within(double value) {
    return Offset.offset(value);
  }

  private static void assertScaled(float[] actual, float[] unscaled, double scale) {
    assertThat(actual).hasSameSizeAs(unscaled);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(unscaled[i] * scale, within(1e-4));
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Matrix products of another height may round otherwise in the last bit. */
  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
    }
  }
}
