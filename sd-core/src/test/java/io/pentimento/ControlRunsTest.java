package io.pentimento;

import static io.pentimento.patch.ModelPart.UNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.control.ControlMode;
import io.pentimento.control.ControlNet;
import io.pentimento.control.ControlUnit;
import io.pentimento.control.Preprocessor;
import io.pentimento.internal.NumberType;
import io.pentimento.model.UNetConfig;
import io.pentimento.patch.FreeU;
import io.pentimento.patch.StepWeight;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SeamlessAxes;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What control units do to pictures, and which are refused. */
class ControlRunsTest {
  private static Pipeline pipeline;
  private static ControlModel control;
  private static int[] plain;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
    control = TinyControl.open("lines");
    plain = pixels(cat().build());
  }

  @AfterAll
  static void close() {
    control.close();
    pipeline.close();
  }

  private static TextToImage.Builder cat() {
    return TextToImage.builder("a cat").negativePrompt("dog").steps(4).seed(7);
  }

  private static ControlUnit unit() {
    return ControlUnit.of(control, picture(64, 64));
  }

  private static BufferedImage picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0x30201 * ((x * 5 + y * 3) % 80));
      }
    }
    return image;
  }

  private static int[] pixels(GenerationRequest request) {
    return pixels(pipeline.generate(request).image());
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static int[] under(ControlUnit... units) {
    return pixels(cat().control(units).build());
  }

  @Test
  void unit_steersAndRepeats() {
    assertThat(under(unit())).isNotEqualTo(plain).isEqualTo(under(unit()));
  }

  @Test
  void picture_decides() {
    BufferedImage black = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    assertThat(under(unit())).isNotEqualTo(under(unit().withPicture(black)));
    assertThat(under(unit().withPreprocessor(Preprocessor.invert()))).isNotEqualTo(under(unit()));
  }

  @Test
  void weightOfZero_isNoUnit() {
    assertThat(under(unit().withWeight(0))).isEqualTo(plain);
  }

  @Test
  void rangeThatHoldsNoStep_isNoUnit() {
    assertThat(under(unit().withSteps(0.8, 0.95))).isEqualTo(plain);
    assertThat(under(unit().withSteps(0.5, 1))).isNotEqualTo(plain).isNotEqualTo(under(unit()));
  }

  @Test
  void units_addUp() {
    int[] whole = under(unit());
    int[] halves = under(unit().withWeight(0.5), unit().withWeight(0.5));
    assertThat(halves).isNotEqualTo(under(unit().withWeight(0.5)));
    for (int i = 0; i < whole.length; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        assertThat((halves[i] >> shift & 255) - (whole[i] >> shift & 255)).isBetween(-1, 1);
      }
    }
  }

  @Test
  void modes_differ() {
    int[] prompt = under(unit().withMode(ControlMode.PROMPT));
    int[] more = under(unit().withMode(ControlMode.CONTROL));
    assertThat(prompt).isNotEqualTo(plain).isNotEqualTo(under(unit()));
    assertThat(more).isNotEqualTo(plain).isNotEqualTo(prompt);
  }

  @Test
  void controlMode_leavesTheNegativePromptAlone() {
    // Where guidance leaves nothing but the negative prompt, such a unit cannot matter.
    TextToImage.Builder negativeAlone = cat().guidanceScale(0).sampler(Sampler.euler());
    ControlUnit more = unit().withMode(ControlMode.CONTROL);
    assertThat(pixels(negativeAlone.control(more).build()))
        .isEqualTo(pixels(negativeAlone.control().build()))
        .isNotEqualTo(pixels(negativeAlone.control(unit()).build()));
  }

  @Test
  void promptsOfOtherLengthsAndParts_areSteered() {
    String words = "a very long text ".repeat(30);
    TextToImage.Builder parts =
        cat().prompt("a cat AND a hat :0.5 AND " + words).conventions(Conventions.WEBUI);
    assertThat(pixels(parts.control(unit().withMode(ControlMode.CONTROL)).build()))
        .isNotEqualTo(pixels(parts.control().build()));
  }

  @Test
  void everyPictureOfABatch_isSteered() {
    List<BufferedImage> batch = pipeline.generate(cat().batch(2).control(unit()).build()).images();
    assertThat(pixels(batch.get(0))).isEqualTo(under(unit()));
    assertThat(pixels(batch.get(1))).isEqualTo(pixels(cat().seed(8).control(unit()).build()));
  }

  @Test
  void hiresPass_isSteeredAtItsOwnSize() {
    HiresFix fix = HiresFix.scale(1.5).upscaler(LatentUpscale.BILINEAR).build();
    TextToImage.Builder request = cat().hiresFix(fix);
    assertThat(pixels(request.control(unit()).build()))
        .hasSize(96 * 96)
        .isNotEqualTo(pixels(request.control().build()));
  }

  @Test
  void ownPicture_isThatOfTheRequest() {
    BufferedImage source = picture(64, 64);
    ImageToImage.Builder request = ImageToImage.builder(source, "a cat").steps(4).seed(7);
    int[] own = pixels(request.control(ControlUnit.ofOwnPicture(control)).build());
    assertThat(own)
        .isEqualTo(pixels(request.control(ControlUnit.of(control, source)).build()))
        .isNotEqualTo(pixels(request.control().build()));
  }

  @Test
  void chains_areSteered() {
    ImageToImage.Builder once = ImageToImage.builder(picture(64, 64), "a cat").steps(2).seed(7);
    int[] unsteered = pixels(Loopback.of(once.build()).withLoops(2));
    assertThat(pixels(Loopback.of(once.control(unit()).build()).withLoops(2)))
        .isNotEqualTo(unsteered);
  }

  @Test
  void tiles_seeTheirPartOfTheControlPicture() {
    BufferedImage source = picture(64, 64);
    TiledUpscale.Builder tiled =
        TiledUpscale.builder(source, "a cat").scale(2).tile(64, 64).overlap(16).steps(2).seed(7);
    BufferedImage half = picture(128, 128);
    BufferedImage otherCorner = picture(128, 128);
    for (int y = 90; y < 128; y++) {
      for (int x = 90; x < 128; x++) {
        otherCorner.setRGB(x, y, 0xffffff);
      }
    }
    int[] first = pixels(tiled.control(ControlUnit.of(control, half)).build());
    int[] second = pixels(tiled.control(ControlUnit.of(control, otherCorner)).build());
    assertThat(first).isNotEqualTo(second);
    assertThat(first[0]).isEqualTo(second[0]);
    assertThat(first[10 * 128 + 10]).isEqualTo(second[10 * 128 + 10]);
  }

  @Test
  void patchedNetwork_isSteeredAsWell() {
    MadeUpPatch patch =
        new MadeUpPatch("steered")
            .product(
                UNET, "mid_block.attentions.0.proj_in.weight", 1, StepWeight.of(0.8), 16, 16, 1, 1);
    assertThat(pixels(cat().adapters(patch).control(unit()).build()))
        .isNotEqualTo(under(unit()))
        .isNotEqualTo(pixels(cat().adapters(patch).build()));
  }

  @Test
  void inpaintingModels_giveTheLatentAlone() {
    try (Pipeline nine = TinyModel.open(9)) {
      assertThat(pixels(nine.generate(cat().control(unit()).build()).image()))
          .isNotEqualTo(pixels(nine.generate(cat().build()).image()));
    }
  }

  @Test
  void unit_countsUnderWhatElseChangesTheNetwork() {
    List<UnaryOperator<TextToImage.Builder>> changes =
        List.of(
            request -> request.freeU(FreeU.sd15()),
            request -> request.perturbedAttention(3),
            request -> request.seamless(SeamlessAxes.BOTH));
    int[] steered = under(unit());
    for (UnaryOperator<TextToImage.Builder> change : changes) {
      assertThat(pixels(change.apply(cat().control(unit())).build()))
          .isNotEqualTo(steered)
          .isNotEqualTo(pixels(change.apply(cat()).build()));
    }
  }

  /** Guidance towards the picture asks the network once more, under the negative prompt alone. */
  @Test
  void instructionModels_areSteered() {
    try (Pipeline eight = TinyModel.open(8)) {
      ImageToImage.Builder request =
          ImageToImage.builder(picture(64, 64), "a cat").steps(3).seed(7);
      int[] alone = pixels(eight.generate(request.build()).image());
      int[] balanced = pixels(eight.generate(request.control(unit()).build()).image());
      ControlUnit forPrompts = unit().withMode(ControlMode.CONTROL);
      int[] prompted = pixels(eight.generate(request.control(forPrompts).build()).image());
      assertThat(balanced).isNotEqualTo(alone);
      assertThat(prompted).isNotEqualTo(alone).isNotEqualTo(balanced);
    }
  }

  @Test
  void modelOfSdxl_isRefused() {
    try (Pipeline xl = TinyXl.open(ModelFamily.SDXL)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> xl.generate(cat().control(unit()).build()))
          .withMessageContaining("The ControlNet lines does not suit the model tiny xl");
    }
  }

  @Test
  void bfloat16_worksWithAModelInFloat32() {
    try (ControlModel half = TinyControl.open("half", TinyModel.unet(4), NumberType.BFLOAT16)) {
      assertThat(under(ControlUnit.of(half, picture(64, 64)))).isNotEqualTo(plain);
    }
  }

  @Test
  void runs_leaveNothingInEitherScope() {
    under(unit());
    long before = control.scope().bytes();
    int held = control.scope().manager().getManagedArrays().size();
    under(unit(), unit().withMode(ControlMode.CONTROL));
    assertThat(control.scope().bytes()).isEqualTo(before);
    assertThat(control.scope().manager().getManagedArrays()).hasSize(held);
  }

  @Test
  void networkOfAnotherModel_isRefusedByNameAndShapes() {
    UNetConfig other =
        new UNetConfig(
            9,
            4,
            8,
            List.of(
                new UNetConfig.Level(16, true, true, 2, 1),
                new UNetConfig.Level(16, false, false, 2, 1)),
            1,
            24,
            2,
            1,
            4,
            1e-5,
            false,
            0,
            true);
    try (ControlModel wrong = TinyControl.open("wrong", other, NumberType.FLOAT32)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> under(ControlUnit.of(wrong, picture(64, 64))))
          .withMessage(
              "The ControlNet wrong does not suit the model tiny: its texts are 24 wide, the"
                  + " model's 16; its outputs have [16, 16, 16, 16, 16] channels, the model's [8,"
                  + " 8, 8, 16, 16]; it takes 9 channels, but a latent of the model has 4. Pass"
                  + " one made for such models.");
    }
  }

  @Test
  void missingPictureOrMask_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> under(ControlUnit.ofOwnPicture(control)))
        .withMessageContaining("lines has no picture of its own")
        .withMessageContaining("withPicture");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> under(unit().withPreprocessor(Preprocessor.inpaint())))
        .withMessageContaining("needs a mask (inpaint_only)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> under(unit().withInsideMask(true)))
        .withMessageContaining("needs a mask (insideMask)");
  }

  @Test
  void foreignNetwork_isRefused() {
    ControlNet foreign = () -> "foreign";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> under(ControlUnit.of(foreign, picture(8, 8))))
        .withMessageContaining("must be a ControlModel")
        .withMessageContaining("ControlModel.load");
  }

  @Test
  void closedNetwork_isRefused() {
    ControlModel closed = TinyControl.open("closed");
    closed.close();
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> under(ControlUnit.of(closed, picture(64, 64))))
        .withMessage("The ControlNet closed is closed. Load it again to make more pictures.");
  }

  @Test
  void close_waitsForRuns() throws InterruptedException {
    ControlModel used = TinyControl.open("used");
    AtomicBoolean closed = new AtomicBoolean();
    used.hold();
    Thread closing =
        new Thread(
            () -> {
              used.close();
              closed.set(true);
            });
    closing.start();
    while (closing.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(closed).isFalse();
    assertThat(used.scope().bytes()).isPositive();
    used.release();
    closing.join();
    assertThat(closed).isTrue();
  }

  @Test
  void range_isThatOfEitherProgram() {
    ControlUnit half = unit().withSteps(0.25, 0.5);
    assertThat(active(half, Conventions.WEBUI)).containsExactly(1, 2);
    assertThat(active(half, Conventions.DIFFUSERS)).containsExactly(1);
    assertThat(active(unit(), Conventions.WEBUI)).containsExactly(0, 1, 2, 3);
    assertThat(active(unit(), Conventions.DIFFUSERS)).containsExactly(0, 1, 2, 3);
  }

  private static List<Integer> active(ControlUnit unit, Conventions conventions) {
    return List.of(0, 1, 2, 3).stream()
        .filter(step -> UnitAtWork.isActive(unit, step, 4, conventions))
        .toList();
  }

  @Test
  void factors_areThoseOfEitherProgram() {
    assertThat(ControlFactors.of(ControlMode.BALANCED, Conventions.WEBUI, 3))
        .containsExactly(1, 1, 1);
    assertThat(ControlFactors.of(ControlMode.PROMPT, Conventions.WEBUI, 3))
        .containsExactly(0.825 * 0.825, 0.825, 1);
    assertThat(ControlFactors.of(ControlMode.CONTROL, Conventions.WEBUI, 3))
        .containsExactly(0.825 * 0.825, 0.825, 1);
    assertThat(ControlFactors.of(ControlMode.CONTROL, Conventions.DIFFUSERS, 3))
        .containsExactly(0.1, Math.pow(10, -0.5), 1);
  }

  /** What SDXL takes beside the prompt reaches the ControlNet, too, row by row. */
  @Test
  void xl_steersUnderAllModes() {
    try (Pipeline xl = TinyXl.open(ModelFamily.SDXL);
        ControlModel own =
            TinyControl.open("xl", TinyXl.unet(ModelFamily.SDXL), NumberType.FLOAT32)) {
      ControlUnit unit = ControlUnit.of(own, picture(64, 64));
      TextToImage.Builder request = cat().prompt("a cat AND a dog").size(64, 64);
      int[] without = pixels(xl.generate(request.build()).image());
      for (ControlMode mode : ControlMode.values()) {
        GenerationRequest steered = request.control(unit.withMode(mode)).build();
        assertThat(pixels(xl.generate(steered).image())).isNotEqualTo(without);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> pipeline.check(cat().control(unit).build()))
          .withMessageContaining("numbers beside the prompt, the model 0");
    }
  }
}
