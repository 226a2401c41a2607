package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.AdapterSource.Found;
import io.pentimento.AdapterSource.Names;
import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.TinyModel;
import io.pentimento.adapters.PickledFile.Tensor;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import io.pentimento.prompt.HypernetTag;
import io.pentimento.prompt.LoraTag;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What prompts name, found in a library and used in runs on one shared model. */
class NamedAdaptersTest {
  /** The width of the tiny model's text encoder. */
  private static final int WIDTH = 16;

  @TempDir Path folder;
  private AdapterLibrary library;

  @BeforeEach
  void fill() throws IOException {
    PickledFile.write(folder.resolve("violet.pt"), Tensor.ofShape(3, WIDTH));
    PickledFile.write(folder.resolve("wide.pt"), Tensor.ofShape(3, 2 * WIDTH));
    Map<String, Object> dict = new LinkedHashMap<>();
    dict.put("linear.0.weight", Tensor.ofShape(2 * WIDTH, WIDTH));
    dict.put("linear.0.bias", Tensor.ofShape(2 * WIDTH));
    dict.put("linear.2.weight", Tensor.ofShape(WIDTH, 2 * WIDTH));
    dict.put("linear.2.bias", Tensor.ofShape(WIDTH));
    PickledFile.write(
        folder.resolve("sepia.pt"),
        Map.of(WIDTH, List.of(dict, dict), "activation_func", "relu", "activate_output", false));
    WrittenLora ink = new WrittenLora();
    String layer = "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q";
    ink.add(layer + ".lora_B.weight", 16, 2).add(layer + ".lora_A.weight", 2, 16);
    ink.write(Files.createDirectories(folder.resolve("styles")), "ink.safetensors");
    library = AdapterLibrary.builder().mixed(folder).build();
  }

  private static Names words(String... texts) {
    return new Names(List.of(), List.of(), List.of(texts));
  }

  private static LoraTag tag(String name) {
    return new LoraTag(name, 0.5, 0.25, OptionalInt.of(1));
  }

  @Test
  void find_tagsAreAdaptersWithTheirWeights() throws IOException {
    Found found =
        library.find(
            new Names(
                List.of(tag("styles/ink"), tag("none")),
                List.of(new HypernetTag("sepia", 0.8), new HypernetTag("gone", 1)),
                List.of("a violet cat", "")));

    assertThat(found.unknown()).containsExactly("<lora:none>", "<hypernet:gone>");
    assertThat(found.patch())
        .isEqualTo(
            AdapterStack.builder()
                .add(
                    new Lora(
                        LoraFile.read(folder.resolve("styles/ink.safetensors")),
                        StepWeight.of(0.25),
                        StepWeight.of(0.5),
                        Optional.empty(),
                        OptionalInt.of(1)))
                .hypernetwork(folder.resolve("sepia.pt"), 0.8)
                .add(new WordInPrompt(TextualInversion.read(folder.resolve("violet.pt"))))
                .build());
    assertThat(found.patch().tags())
        .containsExactly("<lora:ink:0.5:0.25:1>", "<hypernet:sepia:0.8>");
  }

  @Test
  void find_nothingNamedIsNoPatch() throws IOException {
    assertThat(library.find(words("a cat", "blurry")))
        .isEqualTo(new Found(ModelPatch.none(), List.of()));
  }

  @Test
  void find_theSameTwiceIsEqual() throws IOException {
    Names names =
        new Names(
            List.of(tag("ink")), List.of(new HypernetTag("sepia", 1)), List.of("violet", "violet"));

    assertThat(library.find(names)).isEqualTo(library.find(names));
    assertThat(AdapterLibrary.builder().mixed(folder).build().find(names))
        .isEqualTo(library.find(names));
  }

  @Test
  void generate_whatIsNamedChangesThatPictureAlone() throws IOException {
    try (Pipeline pipeline = TinyModel.open()) {
      int[] plain = pixels(pipeline, "a violet cat", ModelPatch.none());
      int[] word = pixels(pipeline, "a violet cat", library.find(words("a violet cat")).patch());
      int[] sepia =
          pixels(
              pipeline,
              "a violet cat",
              AdapterStack.builder().hypernetwork(folder.resolve("sepia.pt"), 0.8).build());

      assertThat(word).isNotEqualTo(plain);
      assertThat(sepia).isNotEqualTo(plain).isNotEqualTo(word);
      assertThat(pixels(pipeline, "a violet cat", ModelPatch.none())).isEqualTo(plain);
    }
  }

  @Test
  void generate_ownWordIsTheSameVectorsUnderAnotherName() throws IOException {
    try (Pipeline pipeline = TinyModel.open()) {
      TextualInversion violet = TextualInversion.read(folder.resolve("violet.pt"));
      AdapterStack own = AdapterStack.builder().add(violet.withWord("blossom")).build();
      AdapterStack usual =
          AdapterStack.builder().textualInversion(folder.resolve("violet.pt")).build();

      assertThat(pixels(pipeline, "a blossom cat", own))
          .isEqualTo(pixels(pipeline, "a violet cat", usual));
      assertThat(pixels(pipeline, "a violet cat", own))
          .isEqualTo(pixels(pipeline, "a violet cat", ModelPatch.none()));
    }
  }

  @Test
  void generate_hypernetworkOfStrengthZeroIsNone() throws IOException {
    try (Pipeline pipeline = TinyModel.open()) {
      AdapterStack off = AdapterStack.builder().hypernetwork(folder.resolve("sepia.pt"), 0).build();

      assertThat(pixels(pipeline, "a cat", off))
          .isEqualTo(pixels(pipeline, "a cat", ModelPatch.none()));
    }
  }

  @Test
  void generate_wordOfAnotherModelIsTextUnlessItIsAskedFor() throws IOException {
    try (Pipeline pipeline = TinyModel.open()) {
      int[] plain = pixels(pipeline, "a wide cat", ModelPatch.none());
      assertThat(pixels(pipeline, "a wide cat", library.find(words("a wide cat")).patch()))
          .isEqualTo(plain);

      AdapterStack asked =
          AdapterStack.builder().textualInversion(folder.resolve("wide.pt")).build();
      assertThatThrownBy(() -> pixels(pipeline, "a wide cat", asked))
          .isInstanceOf(AdapterMismatchException.class)
          .hasMessageContaining("it has vectors for one text encoder, 32 wide, but tiny has one");
    }
  }

  private static int[] pixels(Pipeline pipeline, String prompt, ModelPatch patch) {
    BufferedImage image =
        pipeline
            .generate(TextToImage.builder(prompt).steps(2).seed(7).adapters(patch).build())
            .image();
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
