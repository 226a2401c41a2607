package io.pentimento;

import static io.pentimento.patch.ModelPart.TEXT_ENCODER;
import static io.pentimento.patch.ModelPart.TEXT_ENCODER_2;
import static io.pentimento.patch.ModelPart.UNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Patches of a model with two text encoders reach both, and what it takes beside the prompt. */
class PatchedXlTest {
  private static final StepWeight WEIGHT = StepWeight.of(0.8);
  private static final int CONTEXT = TinyXl.FIRST_WIDTH + TinyXl.SECOND_WIDTH;

  private static Pipeline pipeline;
  private static int[] plain;

  @BeforeAll
  static void open() {
    pipeline = TinyXl.open(ModelFamily.SDXL);
    plain = pixels(pipeline, ModelPatch.none());
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder cat() {
    return TextToImage.builder("a cat").negativePrompt("dog").size(64, 64).steps(3).seed(7);
  }

  private static int[] pixels(Pipeline pipeline, ModelPatch patch) {
    return pixels(pipeline, cat().adapters(patch));
  }

  private static int[] pixels(Pipeline pipeline, TextToImage.Builder request) {
    BufferedImage image = pipeline.generate(request.build()).image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static void assertWithinOneLevel(int[] actual, int[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      for (int shift = 0; shift < 24; shift += 8) {
        assertThat(actual[i] >> shift & 0xFF)
            .isBetween((expected[i] >> shift & 0xFF) - 1, (expected[i] >> shift & 0xFF) + 1);
      }
    }
  }

  private record Kind(ModelPart part, MadeUpPatch patch) {
    static Kind of(ModelPart part, String tensor, long... shape) {
      String name = part.folder() + " " + tensor;
      return new Kind(part, new MadeUpPatch(name).product(part, tensor, 2, WEIGHT, shape));
    }
  }

  /** The same name is another tensor in each encoder. */
  @TestFactory
  Stream<DynamicTest> generate_patched_asWithAChangedCheckpoint() {
    String query = "encoder.layers.0.self_attn.q_proj.weight";
    return Stream.of(
            Kind.of(TEXT_ENCODER, query, 16, 16),
            Kind.of(TEXT_ENCODER_2, query, 24, 24),
            Kind.of(TEXT_ENCODER_2, "text_projection.weight", 8, 24),
            Kind.of(UNET, "add_embedding.linear_1.weight", 32, 32),
            Kind.of(
                UNET,
                "down_blocks.1.attentions.0.transformer_blocks.1.attn2.to_k.weight",
                16,
                CONTEXT))
        .map(kind -> DynamicTest.dynamicTest(kind.patch.toString(), () -> check(kind)));
  }

  private static void check(Kind kind) {
    int[] patched = pixels(pipeline, kind.patch);
    assertThat(patched).isNotEqualTo(plain);
    try (Pipeline changed =
        TinyXl.open(
            ModelFamily.SDXL,
            (part, weights) -> part == kind.part ? kind.patch.changing(weights) : weights)) {
      assertWithinOneLevel(patched, pixels(changed, ModelPatch.none()));
    }
    assertThat(pixels(pipeline, ModelPatch.none())).isEqualTo(plain);
  }

  /** Each stretch of steps has a network of its own, which embeds the sizes anew. */
  @Test
  void generate_weightsThatDifferByStep() {
    String tensor = "add_embedding.linear_2.weight";
    StepWeight same = stretches(0.8, 0.8);
    int[] constant =
        pixels(pipeline, new MadeUpPatch("constant").product(UNET, tensor, 1, WEIGHT, 32, 32));
    int[] stepped =
        pixels(pipeline, new MadeUpPatch("stepped").product(UNET, tensor, 1, same, 32, 32));
    int[] half =
        pixels(
            pipeline, new MadeUpPatch("half").product(UNET, tensor, 1, stretches(0.8, 0), 32, 32));
    assertWithinOneLevel(stepped, constant);
    assertThat(half).isNotEqualTo(constant).isNotEqualTo(plain);
  }

  private static StepWeight stretches(double first, double then) {
    return new StepWeight(
        List.of(new StepWeight.Stretch(0, first), new StepWeight.Stretch(1, then)));
  }

  /** What the reference computes from the context, a linear network can do in the weights. */
  @Test
  void generate_hypernetworkThatIsLinear_asWithChangedWeights() {
    float[][] keys = matrix("keys");
    float[][] values = matrix("values");
    ContextNetwork network = new ContextNetwork(List.of(linear(keys)), List.of(linear(values)));
    MadeUpPatch patch =
        new MadeUpPatch("linear hypernetwork")
            .hypernetwork(Map.of(CONTEXT, network), StepWeight.of(0.2));
    try (Pipeline changed =
        TinyXl.open(
            ModelFamily.SDXL,
            (part, weights) ->
                part == UNET
                    ? new ContextInWeights(weights, CONTEXT, keys, values, 0.2)
                    : weights)) {
      int[] patched = pixels(pipeline, patch);
      assertThat(patched).isNotEqualTo(plain);
      assertWithinOneLevel(patched, pixels(changed, ModelPatch.none()));
    }
  }

  private static float[][] matrix(String name) {
    float[][] rows = new float[CONTEXT][];
    for (int i = 0; i < CONTEXT; i++) {
      rows[i] = MadeUpPatch.random(name + " " + i, CONTEXT);
    }
    return rows;
  }

  private static ContextNetwork.Layer linear(float[][] weight) {
    return new ContextNetwork.Layer(weight, new float[weight.length], "linear", Optional.empty());
  }

  /** A word with the vectors of known words is these words, to both encoders and when pooled. */
  @Test
  void generate_addedWord_asTheWordsItsVectorsAreOf() {
    MadeUpPatch patch = new MadeUpPatch("words").word("zweigelt", vectors("red", "wine"));
    TextToImage.Builder known =
        cat().prompt("a glass of (red wine:1.2)").negativePrompt("red wine");
    TextToImage.Builder added =
        cat().prompt("a glass of (zweigelt:1.2)").negativePrompt("Zweigelt").adapters(patch);
    assertThat(pixels(pipeline, added)).isEqualTo(pixels(pipeline, known));
    assertThat(pipeline.countTokens("a glass of zweigelt", patch).count()).isEqualTo(5);
  }

  /** Two words that only the second encoder tells apart. */
  @Test
  void generate_sameWordOfTwoPatches_isNotMixed() {
    TextToImage.Builder wine = cat().prompt("zweigelt");
    int[] unknown = pixels(pipeline, wine);
    Map<ModelPart, float[][]> other = vectors("red");
    other.put(TEXT_ENCODER_2, vectors("white").get(TEXT_ENCODER_2));
    MadeUpPatch red = new MadeUpPatch("red word").word("zweigelt", vectors("red"));
    MadeUpPatch mixed = new MadeUpPatch("mixed word").word("zweigelt", other);
    int[] first = pixels(pipeline, wine.adapters(red));
    int[] second = pixels(pipeline, wine.adapters(mixed));
    assertThat(first).isNotEqualTo(second).isNotEqualTo(unknown);
    assertThat(pixels(pipeline, wine.adapters(red))).isEqualTo(first);
    assertThat(pixels(pipeline, wine.adapters(ModelPatch.none()))).isEqualTo(unknown);
  }

  private static Map<ModelPart, float[][]> vectors(String... words) {
    LoadedModel model = pipeline.model();
    Map<ModelPart, float[][]> vectors = new EnumMap<>(ModelPart.class);
    try (Scope scope = model.scope().open("vectors")) {
      for (int i = 0; i < model.towers().size(); i++) {
        var encoder = model.towers().get(i).encoder();
        int width = encoder.config().width();
        float[] table =
            Scope.floats(
                encoder.tensors().byName().get("embeddings.token_embedding.weight"), scope);
        vectors.put(
            model.textParts().get(i),
            Arrays.stream(words)
                .map(word -> model.tokenizer().tokenize(word)[0])
                .map(id -> Arrays.copyOfRange(table, id * width, (id + 1) * width))
                .toArray(float[][]::new));
      }
    }
    return vectors;
  }

  @Test
  void generate_wordThatIsNotForBothEncoders_isRefused() {
    MadeUpPatch one = new MadeUpPatch("one encoder").word("zweigelt", new float[16]);
    assertThatThrownBy(() -> pixels(pipeline, one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The embedding zweigelt must have as many vectors of 16 numbers for text_encoder as of"
                + " 24 numbers for text_encoder_2, but has: {text_encoder=1 of 16}.");
    Map<ModelPart, float[][]> uneven = vectors("red", "wine");
    uneven.put(TEXT_ENCODER_2, vectors("red").get(TEXT_ENCODER_2));
    assertThatThrownBy(() -> pixels(pipeline, new MadeUpPatch("uneven").word("zweigelt", uneven)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{text_encoder=2 of 16, text_encoder_2=1 of 24}");
  }

  @Test
  void layout_tellsTheNetworksThatTheModelHas() {
    assertThat(PatchedParts.layout(pipeline.model()).parts())
        .containsExactly(UNET, TEXT_ENCODER, TEXT_ENCODER_2);
    try (Pipeline refiner = TinyXl.open(ModelFamily.SDXL_REFINER)) {
      assertThat(PatchedParts.layout(refiner.model()).parts())
          .containsExactly(UNET, TEXT_ENCODER_2);
      int[] usual = pixels(refiner, cat().prompt("zweigelt"));
      MadeUpPatch word =
          new MadeUpPatch("of the second")
              .word("zweigelt", Map.of(TEXT_ENCODER_2, new float[][] {new float[24]}));
      assertThat(pixels(refiner, cat().prompt("zweigelt").adapters(word))).isNotEqualTo(usual);
      MadeUpPatch first =
          new MadeUpPatch("of the first")
              .product(TEXT_ENCODER, "encoder.layers.0.mlp.fc1.weight", 1, WEIGHT, 32, 16);
      assertThatThrownBy(() -> pixels(refiner, first))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tiny xl has no text_encoder to change");
    }
  }
}
