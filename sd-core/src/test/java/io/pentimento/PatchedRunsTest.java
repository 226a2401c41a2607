package io.pentimento;

import static io.pentimento.patch.ModelPart.TEXT_ENCODER;
import static io.pentimento.patch.ModelPart.UNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A run under a patch is one of a model whose checkpoint was changed. */
class PatchedRunsTest {
  private static final StepWeight WEIGHT = StepWeight.of(0.8);
  private static final String LAYER = "down_blocks.0.attentions.0.transformer_blocks.0.";

  private static Pipeline pipeline;
  private static int[] plain;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
    plain = pixels(pipeline, ModelPatch.none());
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder cat() {
    return TextToImage.builder("a cat").negativePrompt("dog").steps(3).seed(7);
  }

  private static int[] pixels(Pipeline pipeline, ModelPatch patch) {
    return pixels(pipeline, cat().adapters(patch));
  }

  private static int[] pixels(Pipeline pipeline, TextToImage.Builder request) {
    BufferedImage image = pipeline.generate(request.build()).image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** Rank 1 stays factored in layers of this size, rank 5 does not. */
  private static List<MadeUpPatch> kinds() {
    List<MadeUpPatch> kinds = new ArrayList<>();
    for (int rank : new int[] {1, 5}) {
      kinds.add(
          new MadeUpPatch("attention, rank " + rank)
              .product(UNET, LAYER + "attn1.to_q.weight", rank, WEIGHT, 8, 8)
              .product(UNET, LAYER + "attn1.to_out.0.weight", rank, WEIGHT, 8, 8)
              .product(UNET, LAYER + "attn2.to_k.weight", rank, WEIGHT, 8, 16)
              .product(UNET, LAYER + "attn2.to_v.weight", rank, WEIGHT, 8, 16)
              .product(UNET, "mid_block.attentions.0.proj_in.weight", rank, WEIGHT, 16, 16, 1, 1));
      kinds.add(
          new MadeUpPatch("first half of the feed-forward, rank " + rank)
              .product(UNET, LAYER + "ff.net.0.proj.weight", rank, WEIGHT, 64, 8));
      kinds.add(
          new MadeUpPatch("second half of the feed-forward, rank " + rank)
              .product(UNET, LAYER + "ff.net.2.weight", rank, WEIGHT, 8, 32));
      kinds.add(
          new MadeUpPatch("feed-forward, rank " + rank)
              .product(UNET, LAYER + "ff.net.0.proj.weight", rank, WEIGHT, 64, 8)
              .product(UNET, LAYER + "ff.net.2.weight", rank, WEIGHT, 8, 32));
      kinds.add(
          new MadeUpPatch("convolutions, rank " + rank)
              .product(UNET, "conv_in.weight", rank, WEIGHT, 8, 4, 3, 3)
              .product(UNET, "down_blocks.0.resnets.0.conv1.weight", rank, WEIGHT, 8, 8, 3, 3)
              .product(UNET, "down_blocks.0.downsamplers.0.conv.weight", rank, WEIGHT, 8, 8, 3, 3)
              .product(UNET, "down_blocks.1.resnets.0.conv_shortcut.weight", rank, WEIGHT, 16, 8)
              .product(UNET, "mid_block.resnets.0.time_emb_proj.weight", rank, WEIGHT, 16, 32));
      kinds.add(
          new MadeUpPatch("text encoder, rank " + rank)
              .product(
                  TEXT_ENCODER, "encoder.layers.0.self_attn.q_proj.weight", rank, WEIGHT, 16, 16)
              .product(TEXT_ENCODER, "encoder.layers.1.mlp.fc1.weight", rank, WEIGHT, 32, 16));
    }
    kinds.add(
        new MadeUpPatch("several on one layer, and a table")
            .product(UNET, LAYER + "attn2.to_q.weight", 1, WEIGHT, 8, 8)
            .product(UNET, LAYER + "attn2.to_q.weight", 2, StepWeight.of(-0.5), 8, 8)
            .full(UNET, LAYER + "attn2.to_q.weight", 0.3, 0.7)
            .product(TEXT_ENCODER, "embeddings.position_embedding.weight", 1, WEIGHT, 77, 16));
    kinds.add(
        new MadeUpPatch("full, bias and norm")
            .full(UNET, LAYER + "attn1.to_v.weight", 0.5, 1)
            .full(UNET, LAYER + "attn1.to_out.0.bias", 0.5, 1)
            .full(UNET, LAYER + "norm2.weight", 0.5, 0.4)
            .full(UNET, "conv_norm_out.bias", 0.5, 2)
            .full(UNET, "up_blocks.0.resnets.0.conv2.weight", 0.1, 0.9)
            .full(TEXT_ENCODER, "final_layer_norm.weight", -0.5, 0.6));
    return kinds;
  }

  @TestFactory
  Stream<DynamicTest> generate_patched_asWithAChangedCheckpoint() {
    return kinds().stream()
        .map(
            patch ->
                DynamicTest.dynamicTest(
                    patch.toString(),
                    () -> {
                      int[] patched = pixels(pipeline, patch);
                      assertThat(patched).isNotEqualTo(plain);
                      try (Pipeline changed = patch.changedCheckpoint(4)) {
                        assertWithinOneLevel(patched, pixels(changed, ModelPatch.none()));
                      }
                      assertThat(pixels(pipeline, ModelPatch.none())).isEqualTo(plain);
                    }));
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

  /** What the reference computes from the context, a linear network can do in the weights. */
  @Test
  void generate_hypernetworkThatIsLinear_asWithChangedWeights() {
    float[][] keys = new float[16][16];
    float[][] values = new float[16][16];
    for (int i = 0; i < 16; i++) {
      keys[i] = MadeUpPatch.random("keys " + i, 16);
      values[i] = MadeUpPatch.random("values " + i, 16);
    }
    ContextNetwork network = new ContextNetwork(List.of(linear(keys)), List.of(linear(values)));
    MadeUpPatch patch =
        new MadeUpPatch("linear hypernetwork")
            .hypernetwork(Map.of(16, network), StepWeight.of(0.5));
    try (Pipeline changed =
        TinyModel.open(
            4, NumberType.FLOAT32, source -> new ContextInWeights(source, 16, keys, values, 0.5))) {
      int[] patched = pixels(pipeline, patch);
      assertThat(patched).isNotEqualTo(plain);
      assertWithinOneLevel(patched, pixels(changed, ModelPatch.none()));
    }
  }

  private static ContextNetwork.Layer linear(float[][] weight) {
    return new ContextNetwork.Layer(weight, new float[weight.length], "linear", Optional.empty());
  }

  @Test
  void generate_hypernetworksFollowEachOther() {
    ContextNetwork network = new ContextNetwork(List.of(linear(twice())), List.of(linear(twice())));
    MadeUpPatch two =
        new MadeUpPatch("two hypernetworks")
            .hypernetwork(Map.of(8, network), StepWeight.of(0.5))
            .hypernetwork(Map.of(8, network, 77, network), StepWeight.of(0.5));
    // (1 + 0.5 * 2) ^ 2 = 1 + 1.5 * 2
    MadeUpPatch one =
        new MadeUpPatch("one hypernetwork").hypernetwork(Map.of(8, network), StepWeight.of(1.5));
    assertWithinOneLevel(pixels(pipeline, two), pixels(pipeline, one));
  }

  private static float[][] twice() {
    float[][] twice = new float[8][8];
    for (int i = 0; i < 8; i++) {
      twice[i][i] = 2;
    }
    return twice;
  }

  @Test
  void generate_addedBias_countsInProportion() {
    int[] some = pixels(pipeline, new MadeUpPatch("bias").addBias(LAYER + "attn2.to_v.bias", 2));
    int[] none = pixels(pipeline, new MadeUpPatch("zero").addBias(LAYER + "attn2.to_v.bias", 0));
    assertThat(some).isNotEqualTo(plain);
    assertWithinOneLevel(none, plain);
  }

  @Test
  void generate_weightZero_isTheModelItself() {
    MadeUpPatch nothing =
        new MadeUpPatch("weight 0")
            .product(UNET, LAYER + "attn1.to_q.weight", 1, StepWeight.of(0), 8, 8);
    assertThat(pixels(pipeline, nothing)).isEqualTo(plain);
  }

  @Test
  void generate_adapterOfPlainModel_suitsOneForInpainting() {
    MadeUpPatch patch =
        new MadeUpPatch("four channels").product(UNET, "conv_in.weight", 1, WEIGHT, 8, 4, 3, 3);
    try (Pipeline nine = TinyModel.open(9);
        Pipeline changed = patch.changedCheckpoint(9)) {
      BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
      ImageToImage.Builder request =
          ImageToImage.builder(picture, "a cat").steps(3).seed(1).denoisingStrength(1);
      int[] patched = rgb(nine.generate(request.adapters(patch).build()).image());
      int[] expected = rgb(changed.generate(request.adapters(ModelPatch.none()).build()).image());
      assertWithinOneLevel(patched, expected);
    }
  }

  private static int[] rgb(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** A word with the vectors of known words is these words. */
  @Test
  void generate_addedWord_asTheWordsItsVectorsAreOf() {
    MadeUpPatch patch = new MadeUpPatch("words").word("zweigelt", vectors("red", "wine"));
    for (String negative : List.of("dog", "dog, {}")) {
      TextToImage.Builder known =
          cat()
              .prompt("a glass of (red wine:1.2)")
              .negativePrompt(negative.replace("{}", "red wine"));
      TextToImage.Builder added =
          cat()
              .prompt("a glass of (zweigelt:1.2)")
              .negativePrompt(negative.replace("{}", "Zweigelt"))
              .adapters(patch);
      assertThat(pixels(pipeline, added)).isEqualTo(pixels(pipeline, known));
    }
    assertThat(pipeline.countTokens("a glass of zweigelt", patch).count()).isEqualTo(5);
    assertThat(pipeline.countNegativeTokens("zweigelt", patch).count()).isEqualTo(2);
    assertThat(pipeline.countTokens("a glass of zweigelt").count()).isGreaterThan(5);
  }

  @Test
  void generate_sameWordOfTwoPatches_isNotMixed() {
    TextToImage.Builder wine = cat().prompt("zweigelt");
    int[] unknown = pixels(pipeline, wine);
    int[] red =
        pixels(
            pipeline, wine.adapters(new MadeUpPatch("red word").word("zweigelt", vectors("red"))));
    int[] white =
        pixels(
            pipeline,
            wine.adapters(new MadeUpPatch("white word").word("zweigelt", vectors("white"))));
    assertThat(red).isNotEqualTo(white).isNotEqualTo(unknown);
    assertThat(pixels(pipeline, wine.adapters(ModelPatch.none()))).isEqualTo(unknown);
  }

  private static float[][] vectors(String... words) {
    LoadedModel model = pipeline.model();
    try (Scope scope = model.scope().open("vectors")) {
      float[] table =
          Scope.floats(
              model
                  .towers()
                  .get(0)
                  .encoder()
                  .tensors()
                  .byName()
                  .get("embeddings.token_embedding.weight"),
              scope);
      return Arrays.stream(words)
          .map(word -> model.tokenizer().tokenize(word)[0])
          .map(id -> Arrays.copyOfRange(table, id * 16, id * 16 + 16))
          .toArray(float[][]::new);
    }
  }

  @Test
  void generate_wordOfAnotherWidth_isRefused() {
    MadeUpPatch patch = new MadeUpPatch("wide word").word("zweigelt", new float[768]);
    assertThatThrownBy(() -> pixels(pipeline, patch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The embedding zweigelt must have vectors of 16 numbers for text_encoder alone, but"
                + " has: {text_encoder=1 of 768}.");
  }
}
