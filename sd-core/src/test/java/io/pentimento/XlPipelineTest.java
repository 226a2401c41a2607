package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextTower;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.StepWeight;
import io.pentimento.prompt.EncodedText;
import io.pentimento.prompt.PromptReading;
import io.pentimento.prompt.SizeConditioning;
import io.pentimento.prompt.Timeline;
import io.pentimento.sampling.NextPass;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models of SDXL's form: two text encoders, a pooled text and sizes beside the prompt. */
class XlPipelineTest {
  private static Pipeline pipeline;
  private static int[] usual;

  @BeforeAll
  static void open() {
    pipeline = TinyXl.open(ModelFamily.SDXL);
    usual = pixels(pipeline, request().build());
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static TextToImage.Builder request() {
    return TextToImage.builder("a (red:1.3) cat").seed(4).steps(3).size(64, 64);
  }

  private static int[] pixels(Pipeline of, TextToImage request) {
    BufferedImage picture = of.generate(request).image();
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  private static int[] with(UnaryOperator<TextToImage.Builder> change) {
    return pixels(pipeline, change.apply(request()).build());
  }

  private static int[] sized(UnaryOperator<SizeConditioning> change) {
    return with(request -> request.sizeConditioning(change.apply(SizeConditioning.defaults())));
  }

  @Test
  void sizes_areThoseThatAreDrawnUnlessTold() {
    assertThat(sized(sizes -> sizes.withOriginal(new ImageSize(64, 64)))).isEqualTo(usual);
    assertThat(sized(sizes -> sizes.withTarget(new ImageSize(64, 64)))).isEqualTo(usual);
    assertThat(sized(sizes -> sizes.withOriginal(new ImageSize(32, 64)))).isNotEqualTo(usual);
    assertThat(sized(sizes -> sizes.withTarget(new ImageSize(64, 32)))).isNotEqualTo(usual);
    assertThat(sized(sizes -> sizes.withCrop(0, 16)))
        .isNotEqualTo(usual)
        .isNotEqualTo(sized(sizes -> sizes.withCrop(16, 0)));
    assertThat(sized(sizes -> sizes.withAestheticScores(1, 9)))
        .as("a score is the refiner's alone")
        .isEqualTo(usual);
    assertThatThrownBy(() -> SizeConditioning.defaults().withCrop(-1, 0))
        .hasMessage("cropTop must be 0 or more, but got: -1.");
    assertThatThrownBy(() -> SizeConditioning.defaults().withAestheticScores(11, 0))
        .hasMessage("aestheticScore must be in [0, 10], but got: 11.0.");
  }

  @Test
  void refiner_takesScores() {
    try (Pipeline refiner = TinyXl.open(ModelFamily.SDXL_REFINER)) {
      SizeConditioning sizes = SizeConditioning.defaults();
      int[] plain = pixels(refiner, request().build());
      assertThat(pixels(refiner, request().sizeConditioning(sizes).build())).isEqualTo(plain);
      for (SizeConditioning other :
          List.of(sizes.withAestheticScores(9, 2.5), sizes.withAestheticScores(6, 4))) {
        assertThat(pixels(refiner, request().sizeConditioning(other).build())).isNotEqualTo(plain);
      }
    }
  }

  @Test
  void clipSkip_oneAndTwoAreTheLayerItWasTrainedOn() {
    assertThat(with(request -> request.clipSkip(2))).isEqualTo(usual);
    assertThat(with(request -> request.clipSkip(3))).isNotEqualTo(usual);
    assertThatThrownBy(() -> with(request -> request.clipSkip(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clipSkip must be in [1, 4]");
  }

  /** Blanks are a text as well, whose vectors are no zeros. */
  @Test
  void negativePrompt_emptyOneIsZeros() {
    assertThat(with(request -> request.negativePrompt(" "))).isNotEqualTo(usual);
    try (Scope scope = pipeline.scope().open("zeros")) {
      Conditioning conditioning = conditioning(scope, "a cat", "");
      PromptVectors negative = conditioning.negative().at(0);
      assertThat(negative.array().toFloatArray()).containsOnly(0);
      assertThat(negative.beside().orElseThrow().toFloatArray())
          .startsWith(new float[8])
          .isNotEqualTo(new float[8 + BesidePrompts.SIZES * 4]);
    }
  }

  private static Conditioning conditioning(Scope scope, String prompt, String negative) {
    TextToImage request = request().build();
    NextPass pass =
        new NextPass(request.plan(pipeline.latentSpace()), request.sampling(), prompt, negative);
    return new PromptConditioning(
            PatchedModel.of(pipeline.model()), pass, Timeline.firstPass(3), scope)
        .of(prompt, negative);
  }

  /**
   * Both encoders' last layer but one, as it is, and the second's pooled text of the first chunk.
   */
  @Test
  void prompts_areEncodedByBothEncodersSideBySide() {
    LoadedModel model = pipeline.model();
    String words = "cat ".repeat(100).strip();
    try (Scope scope = pipeline.scope().open("encoded")) {
      EncodedText encoded =
          PatchedModel.of(model)
              .encoder(PromptReading.defaults())
              .encode(scope, List.of(words))
              .get(0);
      int width = TinyXl.FIRST_WIDTH + TinyXl.SECOND_WIDTH;
      assertThat(encoded.vectors().getShape().getShape()).containsExactly(1, 154, width);
      TextTower second = model.towers().get(1);
      int[] ids = new int[77];
      Arrays.fill(ids, second.tokenizer().tokenize("cat")[0]);
      ids[0] = second.tokenizer().startId();
      ids[76] = second.tokenizer().endId();
      TextEncoder.Encoded expected =
          second.encoder().encodePlain(scope, List.of(ids), 2, second.tokenizer().endId());
      assertClose(encoded.pooled().orElseThrow(), expected.pooled().orElseThrow());
      NDArray rows = scope.slice(encoded.vectors(), 0, 77, 1);
      assertClose(scope.slice(rows, TinyXl.FIRST_WIDTH, width, 2), expected.hidden());
    }
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    float[] values = actual.toFloatArray();
    float[] reference = expected.toFloatArray();
    assertThat(values).hasSameSizeAs(reference);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(reference[i], within(1e-5f));
    }
  }

  @Test
  void prompts_ofAllKindsAreDrawn() {
    assertThat(with(request -> request.prompt("a [cat:dog:0.5] AND a (hat:1.2) :0.6")))
        .isNotEqualTo(usual);
    assertThat(with(request -> request.prompt("word ".repeat(120)).negativePrompt("blurry")))
        .isNotEqualTo(usual);
    assertThat(with(request -> request.hiresFix(HiresFix.scale(2).denoisingStrength(0.5).build())))
        .hasSize(128 * 128);
  }

  @Test
  void batch_eachPictureIsWhatItIsAlone() {
    BufferedImage second = pipeline.generate(request().batch(2).build()).images().get(1);
    BufferedImage alone = pipeline.generate(request().seed(5).build()).image();
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          int difference =
              (second.getRGB(x, y) >> shift & 0xFF) - (alone.getRGB(x, y) >> shift & 0xFF);
          assertThat(Math.abs(difference)).isLessThanOrEqualTo(1);
        }
      }
    }
  }

  @Test
  void patches_reachTheSecondEncoder() {
    String tensor = "encoder.layers.0.mlp.fc1.weight";
    for (ModelPart part : List.of(ModelPart.TEXT_ENCODER, ModelPart.TEXT_ENCODER_2)) {
      int width = part == ModelPart.TEXT_ENCODER ? TinyXl.FIRST_WIDTH : TinyXl.SECOND_WIDTH;
      MadeUpPatch patch =
          new MadeUpPatch(part.folder()).product(part, tensor, 2, StepWeight.of(1), 32, width);
      assertThat(with(request -> request.adapters(patch))).as(part.folder()).isNotEqualTo(usual);
    }
    MadeUpPatch projection =
        new MadeUpPatch("projection")
            .product(
                ModelPart.TEXT_ENCODER_2,
                "text_projection.weight",
                2,
                StepWeight.of(1),
                8,
                TinyXl.SECOND_WIDTH);
    assertThat(with(request -> request.adapters(projection))).isNotEqualTo(usual);
    assertThat(with(request -> request)).as("afterwards").isEqualTo(usual);
  }
}
