package io.pentimento;

import static io.pentimento.patch.ModelPart.UNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.control.ControlUnit;
import io.pentimento.internal.NumberType;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.RefinedPasses;
import io.pentimento.sampling.Refiner;
import io.pentimento.sampling.RefinerModel;
import io.pentimento.sampling.Sampler;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a second model does to pictures, and which are refused. */
class RefinerRunsTest {
  private static final MadeUpPatch OTHER_WEIGHTS =
      new MadeUpPatch("other weights").product(UNET, "conv_out.weight", 2, all(), 4, 8, 3, 3);

  private static Pipeline first;
  private static Pipeline second;
  private static int[] plain;
  private static int[] ofSecond;

  @BeforeAll
  static void open() {
    first = TinyModel.open();
    second = other();
    plain = pixels(cat().build());
    ofSecond = pixels(second.generate(cat().build()).image());
  }

  @AfterAll
  static void close() {
    first.close();
    second.close();
  }

  private static StepWeight all() {
    return StepWeight.of(1);
  }

  private static Pipeline other() {
    return TinyModel.open(4, NumberType.FLOAT32, OTHER_WEIGHTS::changing);
  }

  private static TextToImage.Builder cat() {
    return TextToImage.builder("a cat").negativePrompt("dog").steps(5).seed(7);
  }

  private static int[] pixels(GenerationRequest request) {
    return pixels(first.generate(request).image());
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static int[] refinedAt(double share) {
    return pixels(cat().refiner(Refiner.of(second).withSwitchAt(share)).build());
  }

  @Test
  void switchAtOne_isNoRefiner() {
    assertThat(refinedAt(1)).isEqualTo(plain);
  }

  @Test
  void switchAtZero_isTheSecondModelAlone() {
    assertThat(refinedAt(0)).isEqualTo(ofSecond).isNotEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource(Conventions.class)
  void switchBetween_isNeither(Conventions conventions) {
    TextToImage.Builder request = cat().conventions(conventions).sampler(Sampler.euler());
    int[] alone = pixels(request.build());
    int[] late = pixels(request.refiner(Refiner.of(second).withSwitchAt(0.7)).build());
    int[] early = pixels(request.refiner(Refiner.of(second).withSwitchAt(0.3)).build());
    assertThat(late).isNotEqualTo(alone).isNotEqualTo(early);
    assertThat(early).isNotEqualTo(pixels(second.generate(request.build()).image()));
  }

  @Test
  void sameWeights_changeNothing() {
    try (Pipeline same = TinyModel.open()) {
      assertThat(pixels(cat().refiner(Refiner.of(same).withSwitchAt(0.5)).build()))
          .isEqualTo(plain);
    }
  }

  @Test
  void ownPipeline_mayRefineItself() {
    assertThat(pixels(cat().refiner(Refiner.of(first).withSwitchAt(0.5)).build())).isEqualTo(plain);
  }

  /** Editing counts calls through both models. */
  @Test
  void promptEditing_goesOnCounting() {
    try (Pipeline same = TinyModel.open()) {
      TextToImage.Builder edited = cat().prompt("a [cat:horse:0.5]");
      assertThat(pixels(edited.refiner(Refiner.of(same).withSwitchAt(0.3)).build()))
          .isEqualTo(pixels(edited.refiner(Refiner.of(same).withSwitchAt(1)).build()))
          .isNotEqualTo(plain);
    }
  }

  @Test
  void bySteps_countsCalls() {
    Refiner half = Refiner.of(second).withBySteps(true).withSwitchAt(0.4);
    // Of five Euler steps the third is the first that begins at 0.4 of the way, or later.
    TextToImage.Builder euler = cat().sampler(Sampler.euler());
    int[] third = pixels(euler.refiner(half).build());
    assertThat(pixels(euler.refiner(half.withSwitchAt(0.21)).build())).isEqualTo(third);
    assertThat(pixels(euler.refiner(half.withSwitchAt(0.41)).build())).isNotEqualTo(third);
  }

  @Test
  void hiresFix_isRefinedInTheSecondPassUnlessTold() {
    HiresFix fix = HiresFix.scale(1.5).steps(3).build();
    TextToImage.Builder request = cat().hiresFix(fix);
    int[] none = pixels(request.build());
    Refiner refiner = Refiner.of(second).withSwitchAt(0.4);
    int[] last = pixels(request.refiner(refiner).build());
    int[] begin = pixels(request.refiner(refiner.withPasses(RefinedPasses.FIRST)).build());
    int[] both = pixels(request.refiner(refiner.withPasses(RefinedPasses.BOTH)).build());
    assertThat(List.of(none, last, begin, both)).doesNotHaveDuplicates();
    assertThat(pixels(request.refiner(refiner.withPasses(RefinedPasses.SECOND)).build()))
        .isEqualTo(last);
  }

  @Test
  void pictures_areRefinedInEveryTask() {
    BufferedImage source = first.generate(cat().build()).image();
    ImageToImage.Builder request = ImageToImage.builder(source, "a cat").steps(4).seed(7);
    int[] alone = pixels(request.build());
    Refiner refiner = Refiner.of(second).withSwitchAt(0.6);
    assertThat(pixels(request.refiner(refiner).build())).isNotEqualTo(alone);
    assertThat(pixels(Loopback.of(request.build()).withLoops(2))).isNotEqualTo(alone);
  }

  @Test
  void adapters_goOnWhereTheySuit() {
    MadeUpPatch patch =
        new MadeUpPatch("adapter").product(UNET, "conv_in.weight", 2, all(), 8, 4, 3, 3);
    int[] patchedSecond = pixels(second.generate(cat().adapters(patch).build()).image());
    assertThat(pixels(cat().adapters(patch).refiner(Refiner.of(second).withSwitchAt(0)).build()))
        .isEqualTo(patchedSecond)
        .isNotEqualTo(ofSecond);
  }

  @Test
  void adaptersThatDoNotSuit_areLeftOutOfTheSecondModelAlone() {
    MadeUpPatch firstLayer =
        new MadeUpPatch("first").product(UNET, "conv_in.weight", 2, all(), 8, 4, 3, 3);
    ModelPatch both = firstLayer.and(new ForOneModel("tiny xl base", "<lora:ink:1>"));
    try (Pipeline base = TinyXl.open(ModelFamily.SDXL);
        Pipeline refiner = TinyXl.open(ModelFamily.SDXL_REFINER)) {
      Refiner atOnce = Refiner.of(refiner).withSwitchAt(0);
      PlannedRefiner planned = planned(base, cat().adapters(both).refiner(atOnce).build(), both);
      assertThat(planned.leftOut()).containsExactly("<lora:ink:1>");
      assertThat(planned.patch()).isEqualTo(firstLayer);
      int[] alone = pixels(refiner.generate(cat().adapters(firstLayer).build()).image());
      assertThat(pixels(base.generate(cat().adapters(firstLayer).refiner(atOnce).build()).image()))
          .isEqualTo(alone);
    }
  }

  private static PlannedRefiner planned(Pipeline model, TextToImage request, ModelPatch patch) {
    NextPass pass =
        new NextPass(
            request.plan(model.latentSpace()),
            request.sampling(),
            request.prompt(),
            request.negativePrompt());
    return PlannedRefiner.of(model.model(), pass, patch, 0, 1).orElseThrow();
  }

  /** A patch that suits models of one name. */
  private record ForOneModel(String model, String tag) implements ModelPatch {
    @Override
    public boolean isEmpty() {
      return false;
    }

    @Override
    public void check(ModelLayout layout) {
      if (!layout.modelName().equals(model)) {
        throw new IllegalArgumentException(tag + " is for " + model);
      }
    }

    @Override
    public void apply(PatchTarget target) {
      throw new AssertionError(tag + " must not be applied");
    }

    @Override
    public List<String> tags() {
      return List.of(tag);
    }
  }

  @Test
  void refinerOfSdxl_readsThePromptItself() {
    try (Pipeline base = TinyXl.open(ModelFamily.SDXL);
        Pipeline refiner = TinyXl.open(ModelFamily.SDXL_REFINER)) {
      int[] alone = pixels(base.generate(cat().build()).image());
      TextToImage request = cat().refiner(Refiner.of(refiner).withSwitchAt(0.5)).build();
      assertThat(pixels(base.generate(request).image())).isNotEqualTo(alone);
    }
  }

  @Test
  void controlUnits_goOnWhereTheySuit() {
    try (ControlModel control = TinyControl.open("lines")) {
      BufferedImage picture = first.generate(cat().build()).image();
      TextToImage.Builder request = cat().control(ControlUnit.of(control, picture));
      int[] steered = pixels(second.generate(request.build()).image());
      assertThat(pixels(request.refiner(Refiner.of(second).withSwitchAt(0)).build()))
          .isEqualTo(steered)
          .isNotEqualTo(ofSecond);
    }
  }

  @Test
  void inpaintingModel_handsOverToAPlainOne() {
    try (Pipeline nine = TinyModel.open(9)) {
      TextToImage.Builder request = cat();
      int[] alone = pixels(nine.generate(request.build()).image());
      assertThat(
              pixels(
                  nine.generate(request.refiner(Refiner.of(second).withSwitchAt(0.5)).build())
                      .image()))
          .isNotEqualTo(alone);
    }
  }

  @Test
  void inpaintingModel_isRefusedAsTheSecond() {
    try (Pipeline nine = TinyModel.open(9)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> first.check(cat().refiner(Refiner.of(nine)).build()))
          .withMessage(
              "The refiner tiny cannot go on from the model tiny: it takes 9 channels, so it is"
                  + " made to inpaint or to edit, but must take the 4 of a latent. Pass one made"
                  + " for the same latents.");
    }
  }

  @Test
  void instructionModel_isRefusedAsTheFirst() {
    try (Pipeline eight = TinyModel.open(8)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  eight.check(
                      ImageToImage.builder(first.generate(cat().build()).image(), "a cat")
                          .refiner(Refiner.of(second))
                          .build()))
          .withMessageContaining("the model edits pictures by instruction");
    }
  }

  @Test
  void otherLatents_areRefused() {
    try (Pipeline xl = TinyXl.open(ModelFamily.SDXL_REFINER)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> first.check(cat().refiner(Refiner.of(xl)).build()))
          .withMessage(
              "The refiner tiny xl cannot go on from the model tiny: its latents are those of"
                  + " Stable Diffusion XL refiner, scaled by 0.18215, the model's those of Stable"
                  + " Diffusion 1, scaled by 0.18215. Pass one made for the same latents.");
    }
  }

  @Test
  void clipSkipBeyondTheSecondModel_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.check(cat().clipSkip(9).refiner(Refiner.of(second)).build()))
        .withMessageContaining("clipSkip");
  }

  @Test
  void foreignModel_isRefused() {
    RefinerModel foreign = () -> "foreign";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.check(cat().refiner(Refiner.of(foreign)).build()))
        .withMessageContaining("must be a Pipeline")
        .withMessageContaining("Pipeline.load");
  }

  @Test
  void closedPipeline_isRefused() {
    Pipeline closed = other();
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> first.generate(cat().refiner(Refiner.of(closed)).build()))
        .withMessage(
            "The pipeline of the refiner tiny is closed. Load the model again to make more"
                + " pictures.");
  }

  @Test
  void close_waitsForRunsThatItRefines() throws InterruptedException {
    Pipeline used = other();
    AtomicBoolean closed = new AtomicBoolean();
    assertThat(used.hold()).isTrue();
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
    assertThat(used.hold()).as("a closing pipeline is not held again").isFalse();
    used.release();
    closing.join();
    assertThat(closed).isTrue();
  }

  @Test
  void runs_leaveNothingInEitherScope() {
    refinedAt(0.5);
    int inFirst = first.scope().manager().getManagedArrays().size();
    int inSecond = second.scope().manager().getManagedArrays().size();
    refinedAt(0.5);
    assertThat(first.scope().manager().getManagedArrays()).hasSize(inFirst);
    assertThat(second.scope().manager().getManagedArrays()).hasSize(inSecond);
  }

  @Test
  void pictures_tellTheModelAndTheShare() {
    Refiner refiner =
        Refiner.of(second).withSwitchAt(0.6).withBySteps(true).withPasses(RefinedPasses.BOTH);
    String told = first.generate(cat().refiner(refiner).build()).parameters(0);
    assertThat(told)
        .contains("Refiner: tiny, ")
        .contains("Refiner switch at: 0.6, Refiner switch by sampling steps: True")
        .contains("Hires refiner: both passes");
    RecordedRefiner read = ReadParameters.of(told).refiner().orElseThrow();
    assertThat(read.name()).isEqualTo("tiny");
    assertThat(read.hash()).isEmpty();
    assertThat(read.with(second)).isEqualTo(refiner);
    assertThat(ReadParameters.of(told).notUsed()).containsKeys("Refiner", "Refiner switch at");
  }

  @Test
  void parametersOfTheWebui_tellTheModelAndItsHash() {
    ReadParameters read =
        ReadParameters.of(
            "a cat\nSteps: 20, Refiner: sd_xl_refiner_1.0 [7440042bbd], Refiner switch at: 0.8");
    assertThat(read.refiner())
        .contains(
            new RecordedRefiner(
                "sd_xl_refiner_1.0", Optional.of("7440042bbd"), 0.8, false, RefinedPasses.SECOND));
    assertThat(ReadParameters.of("a cat\nSteps: 20, Size: 64x64, Seed: 1").refiner()).isEmpty();
    ReadParameters wrong = ReadParameters.of("a cat\nSteps: 20, Refiner: x, Refiner switch at: 80");
    assertThatIllegalArgumentException()
        .isThrownBy(wrong::refiner)
        .withMessageContaining("Refiner switch at: 80 in a picture's parameters cannot be used.");
  }
}
