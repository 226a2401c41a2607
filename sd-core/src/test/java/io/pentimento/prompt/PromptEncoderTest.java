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
