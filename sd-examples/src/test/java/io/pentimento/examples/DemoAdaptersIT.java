package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.Pipeline;
import io.pentimento.Run;
import io.pentimento.TextToImage;
import io.pentimento.adapters.AdapterLibrary;
import io.pentimento.adapters.AdapterMismatchException;
import io.pentimento.adapters.AdapterStack;
import io.pentimento.adapters.TextualInversion;
import io.pentimento.patch.ModelPatch;
import io.pentimento.testing.Goldens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundled adapters on the bundled model: what they change, and what they leave as it is. */
class DemoAdaptersIT {
  private static final String LORA = "golden-crown.safetensors";
  private static final String WORD = "violet.pt";
  private static final String BAD = "bad-portrait.pt";
  private static final String HYPERNETWORK = "sepia.pt";

  private static Path adapters;
  private static Pipeline pipeline;
  private static int[] base;

  @BeforeAll
  static void load() throws IOException {
    adapters = DemoModel.adapters();
    pipeline = Pipeline.load(DemoModel.portraits());
    base = pixels(ModelPatch.none());
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  @Test
  void each_changesThePictureAndNoneChangesTheBase() throws IOException {
    List<int[]> made = new ArrayList<>(List.of(base));
    for (AdapterStack stack : stacks()) {
      made.add(pixels(stack));
      assertThat(pixels(ModelPatch.none())).as("the base after %s", stack).isEqualTo(base);
    }

    for (int i = 0; i < made.size(); i++) {
      for (int[] other : made.subList(i + 1, made.size())) {
        assertThat(made.get(i)).as("stack %d", i).isNotEqualTo(other);
      }
    }
  }

  @Test
  void base_isThatOfAFreshLoadAfterAnySequence() throws IOException {
    for (AdapterStack stack : stacks()) {
      pixels(stack);
    }

    try (Pipeline fresh = Pipeline.load(DemoModel.portraits())) {
      assertThat(pixels(pipeline, ModelPatch.none())).isEqualTo(pixels(fresh, ModelPatch.none()));
    }
  }

  @Test
  void weightZero_changesNoByte() throws IOException {
    assertThat(pixels(lora(0))).isEqualTo(base);
    assertThat(pixels(hypernetwork(0))).isEqualTo(base);
    assertThat(
            pixels(
                AdapterStack.builder()
                    .lora(adapters.resolve(LORA), 0)
                    .hypernetwork(adapters.resolve(HYPERNETWORK), 0)
                    .build()))
        .isEqualTo(base);
  }

  @Test
  void embedding_changesNothingUnlessItsWordIsSaid() throws IOException {
    AdapterStack renamed =
        AdapterStack.builder()
            .add(TextualInversion.read(adapters.resolve(WORD)).withWord("unsaid"))
            .build();

    assertThat(pixels(renamed)).isEqualTo(base);
  }

  @Test
  void threads_eachGetWhatTheyGetAlone() throws IOException {
    List<AdapterStack> stacks = stacks();
    List<int[]> alone = stacks.stream().map(stack -> pixels(stack)).toList();

    List<int[]> together = new ArrayList<>();
    try (Pipeline fresh = Pipeline.load(DemoModel.portraits())) {
      List<Run> runs = stacks.stream().map(stack -> fresh.start(request(stack))).toList();
      runs.forEach(run -> together.add(pixels(run.await().image())));
      assertThat(pixels(fresh, ModelPatch.none())).isEqualTo(base);
    }

    assertThat(stacks).hasSize(8);
    for (int i = 0; i < stacks.size(); i++) {
      assertThat(together.get(i)).as("stack %d", i).isEqualTo(alone.get(i));
    }
  }

  @Test
  void prompt_namesThemAsStacksDo() throws IOException {
    try (Pipeline named =
        Pipeline.builder()
            .model(DemoModel.portraits())
            .adapters(AdapterLibrary.builder().mixed(adapters).build())
            .build()) {
      TextToImage request =
          request(ModelPatch.none()).toBuilder()
              .prompt("golden crown, 1girl, violet<lora:golden-crown:0.7><hypernet:sepia:0.4>")
              .build();

      assertThat(pixels(named.generate(request).image())).isEqualTo(pixels(all(0.7, 0.4)));
    }
  }

  @Test
  void loraOfAnotherWidth_isRefusedByNameAndShape() throws IOException {
    Path other = Goldens.path("models/adapters/lora/lora-kohya-sdxl.safetensors");
    TextToImage request = request(AdapterStack.builder().lora(other, 1).build());

    assertThatThrownBy(() -> pipeline.start(request))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining(other.toString())
        .hasMessageContaining("portraits");
    assertThat(pixels(ModelPatch.none())).isEqualTo(base);
  }

  private static AdapterStack lora(double weight) throws IOException {
    return AdapterStack.builder().lora(adapters.resolve(LORA), weight).build();
  }

  private static AdapterStack hypernetwork(double strength) throws IOException {
    return AdapterStack.builder().hypernetwork(adapters.resolve(HYPERNETWORK), strength).build();
  }

  private static AdapterStack all(double weight, double strength) throws IOException {
    return AdapterStack.builder()
        .lora(adapters.resolve(LORA), weight)
        .hypernetwork(adapters.resolve(HYPERNETWORK), strength)
        .textualInversion(adapters.resolve(WORD))
        .textualInversion(adapters.resolve(BAD))
        .build();
  }

  private static List<AdapterStack> stacks() throws IOException {
    return List.of(
        lora(1),
        lora(0.5),
        hypernetwork(1),
        hypernetwork(0.5),
        AdapterStack.builder().textualInversion(adapters.resolve(WORD)).build(),
        AdapterStack.builder().textualInversion(adapters.resolve(BAD)).build(),
        all(1, 1),
        all(0.7, 0.4));
  }

  private static int[] pixels(ModelPatch patch) {
    return pixels(pipeline, patch);
  }

  private static int[] pixels(Pipeline from, ModelPatch patch) {
    return pixels(from.generate(request(patch)).image());
  }

  /** Says the words of all adapters: they are words like others where an adapter is missing. */
  private static TextToImage request(ModelPatch patch) {
    return TextToImage.builder("golden crown, 1girl, violet")
        .negativePrompt("bad-portrait")
        .steps(2)
        .guidanceScale(4)
        .seed(21)
        .adapters(patch)
        .build();
  }

  private static int[] pixels(BufferedImage picture) {
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }
}
