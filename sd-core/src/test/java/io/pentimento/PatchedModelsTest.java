package io.pentimento;

import static io.pentimento.patch.ModelPart.TEXT_ENCODER;
import static io.pentimento.patch.ModelPart.TEXT_ENCODER_2;
import static io.pentimento.patch.ModelPart.UNET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import io.pentimento.patch.StepWeight.Stretch;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patches of many requests, one after the other and at once, leave the model as it is. */
class PatchedModelsTest {
  private static final String LAYER = "down_blocks.0.attentions.0.transformer_blocks.0.";
  private static final String QUERY = LAYER + "attn1.to_q.weight";

  private Pipeline pipeline;

  @BeforeEach
  void open() {
    pipeline = TinyModel.open();
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  private static MadeUpPatch patch(String name, StepWeight weight) {
    return new MadeUpPatch(name)
        .product(UNET, QUERY, 1, weight, 8, 8)
        .product(UNET, LAYER + "attn2.to_v.weight", 5, weight, 8, 16);
  }

  private static MadeUpPatch patch(String name, double weight) {
    return patch(name, StepWeight.of(weight))
        .full(TEXT_ENCODER, "final_layer_norm.bias", 1, weight)
        .word("zweigelt", MadeUpPatch.random(name, 16));
  }

  private static StepWeight from(int step, double weight) {
    return new StepWeight(List.of(new Stretch(0, 0), new Stretch(step, weight)));
  }

  private int[] pixels(ModelPatch patch) {
    return pixels(request(patch));
  }

  private static TextToImage request(ModelPatch patch) {
    return TextToImage.builder("a cat, zweigelt").steps(4).seed(7).adapters(patch).build();
  }

  private int[] pixels(TextToImage request) {
    return rgb(pipeline.generate(request).image());
  }

  private static int[] rgb(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  /** DJL tells how many arrays and scopes a manager holds only in its text. */
  private String held() {
    String text = pipeline.scope().manager().toString();
    return text.substring(text.indexOf("Resource size"));
  }

  @Test
  void generate_afterManyPatches_modelIsAsFreshlyLoaded() {
    int[] first = pixels(ModelPatch.none());
    for (int i = 0; i < 12; i++) {
      pixels(patch("patch " + i % 5, 0.3 + i));
    }
    pixels(patch("by step", from(2, 1)));
    assertThat(pixels(ModelPatch.none())).isEqualTo(first);
    try (Pipeline fresh = TinyModel.open()) {
      assertThat(rgb(fresh.generate(request(ModelPatch.none())).image())).isEqualTo(first);
    }
  }

  @Test
  void generate_eightPatchesAtOnce_eachAsAlone() {
    List<ModelPatch> patches = new ArrayList<>(List.of(ModelPatch.none()));
    for (int i = 1; i < 7; i++) {
      patches.add(patch("patch " + i, i * 0.5));
    }
    patches.add(patch("by step", from(2, 1)));
    List<int[]> alone;
    try (Pipeline other = TinyModel.open()) {
      alone = patches.stream().map(patch -> rgb(other.generate(request(patch)).image())).toList();
    }
    assertThat(alone).doesNotHaveDuplicates();
    for (int round = 0; round < 3; round++) {
      List<Run> runs = patches.stream().map(patch -> pipeline.start(request(patch))).toList();
      for (int i = 0; i < runs.size(); i++) {
        assertThat(rgb(runs.get(i).await().image())).as("patch %d", i).isEqualTo(alone.get(i));
      }
    }
  }

  @Test
  void generate_equalPatch_isMadeOnce() {
    MadeUpPatch patch = patch("once", 1);
    MadeUpPatch equal = patch("once", 1);
    int[] first = pixels(patch);
    List<Run> runs = List.of(pipeline.start(request(equal)), pipeline.start(request(equal)));
    runs.forEach(run -> assertThat(rgb(run.await().image())).isEqualTo(first));
    assertThat(patch.applied() + equal.applied()).isEqualTo(1);
  }

  @Test
  void use_overTheBound_dropsWhatNobodyUses() {
    LoadedModel model = pipeline.model();
    PatchedModels models = new PatchedModels(0);
    MadeUpPatch patch = patch("dropped", 1);
    String before = held();
    try (PatchedModels.Lease lease = models.use(model, patch);
        PatchedModels.Lease again = models.use(model, patch)) {
      assertThat(again.model()).isSameAs(lease.model());
    }
    assertThat(held()).isEqualTo(before);
    models.use(model, patch).close();
    assertThat(patch.applied()).isEqualTo(2);
  }

  @Test
  void use_leastRecentlyUsedGoesFirst() {
    LoadedModel model = pipeline.model();
    PatchedModels models = new PatchedModels(bytesOf(patch("one", 1)) * 2);
    MadeUpPatch one = patch("one", 1);
    MadeUpPatch two = patch("two", 1);
    MadeUpPatch three = patch("three", 1);
    for (MadeUpPatch patch : List.of(one, two, one, three, one, two)) {
      models.use(model, patch).close();
    }
    assertThat(List.of(one.applied(), two.applied(), three.applied())).containsExactly(1, 2, 1);
  }

  private long bytesOf(ModelPatch patch) {
    long before = pipeline.scope().bytes();
    PatchedModels models = new PatchedModels(0);
    try (PatchedModels.Lease lease = models.use(pipeline.model(), patch)) {
      assertThat(lease.model().texts().get(0).words()).hasSize(1);
      return pipeline.scope().bytes() - before;
    }
  }

  @Test
  void generate_failedPatch_leavesNothing() {
    pixels(ModelPatch.none());
    String before = held();
    long bytes = pipeline.scope().bytes();
    MadeUpPatch failing =
        patch("failing", 1).failure(new IllegalArgumentException("not for this model"));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> pixels(failing)).hasMessage("not for this model");
    }
    assertThat(held()).isEqualTo(before);
    assertThat(pipeline.scope().bytes()).isEqualTo(bytes);
  }

  @Test
  void generate_misfits_areRefusedByNameAndShape() {
    MadeUpPatch unknown = new MadeUpPatch("a").full(UNET, "down_blocks.9.weight", 1, 1);
    assertThatThrownBy(() -> pixels(unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The unet has no tensor down_blocks.9.weight to change.");
    MadeUpPatch wide = new MadeUpPatch("b").product(UNET, QUERY, 2, StepWeight.of(1), 320, 320);
    assertThatThrownBy(() -> pixels(wide))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            QUERY
                + " has shape [8, 8], which a product of (320, 2) float32 and (2, 320) float32"
                + " cannot change.");
    MadeUpPatch second = new MadeUpPatch("c").full(TEXT_ENCODER_2, "final_layer_norm.bias", 1, 1);
    assertThatThrownBy(() -> pixels(second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The model tiny has no text_encoder_2 to change. The adapter is for another kind of"
                + " model.");
  }

  @Test
  void close_givesPatchesBack() {
    int before;
    try (var probe =
        io.pentimento.internal.TorchEngine.start(java.util.OptionalInt.empty())
            .open("probe", ai.djl.Device.cpu())) {
      var engine = probe.manager().getParentManager();
      before = engine.getManagedArrays().size();
      try (Pipeline other = TinyModel.open()) {
        other.generate(request(patch("closed", 1)));
      }
      assertThat(engine.getManagedArrays()).hasSize(before);
    }
  }

  @Test
  void generate_weightsByStep() {
    int[] plain = pixels(stepped("a", StepWeight.of(0)));
    int[] whole = pixels(stepped("b", StepWeight.of(1)));
    int[] late = pixels(stepped("c", from(2, 1)));
    assertThat(late).isNotEqualTo(plain).isNotEqualTo(whole);
    assertThat(pixels(stepped("d", from(4, 1)))).isEqualTo(plain);
    StepWeight same = new StepWeight(List.of(new Stretch(0, 1), new Stretch(9, 0)));
    assertThat(pixels(stepped("e", same))).isEqualTo(whole);
    StepWeight early = new StepWeight(List.of(new Stretch(0, 1), new Stretch(2, 0)));
    assertThat(pixels(stepped("f", early))).isNotEqualTo(late).isNotEqualTo(whole);
  }

  private static MadeUpPatch stepped(String name, StepWeight weight) {
    return patch(name, weight);
  }

  @Test
  void generate_weightsByStep_readOnce() {
    MadeUpPatch patch = patch("by step", from(1, 1));
    pixels(patch);
    String before = held();
    pixels(patch);
    assertThat(patch.applied()).isEqualTo(1);
    assertThat(held()).isEqualTo(before);
  }

  @Test
  void check_makesNothing() {
    MadeUpPatch patch = patch("checked", 1);
    pipeline.check(request(patch));
    assertThat(patch.applied()).isZero();
  }
}
