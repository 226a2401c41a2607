package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.AdapterSource;
import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.TinyXl;
import io.pentimento.adapters.PickledFile.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What prompts name, found in a library and used in runs on a model of SDXL's form. */
class XlAdaptersTest {
  private static final int FIRST = TinyXl.FIRST_WIDTH;
  private static final int SECOND = TinyXl.SECOND_WIDTH;

  /** One file for each network; a mixed one names all three. */
  private static final Map<String, String> LAYERS =
      Map.of(
          "first", "lora_te1_text_model_encoder_layers_0_mlp_fc1 32 " + FIRST,
          "second", "lora_te2_text_model_encoder_layers_0_mlp_fc1 32 " + SECOND,
          "pooled", "lora_te2_text_projection 8 " + SECOND,
          "unet",
              "lora_unet_input_blocks_3_1_transformer_blocks_1_attn2_to_k 16 " + (FIRST + SECOND));

  @TempDir Path folder;
  private Pipeline pipeline;

  @BeforeEach
  void fill() throws IOException {
    WrittenLora all = new WrittenLora();
    for (Map.Entry<String, String> layer : LAYERS.entrySet()) {
      WrittenLora alone = new WrittenLora();
      String[] words = layer.getValue().split(" ");
      add(alone, all, words[0] + ".lora_up.weight", Long.parseLong(words[1]), 2);
      add(alone, all, words[0] + ".lora_down.weight", 2, Long.parseLong(words[2]));
      alone.write(folder, layer.getKey() + ".safetensors");
    }
    all.write(folder, "all.safetensors");
    new WrittenLora()
        .add("lora_te_text_model_encoder_layers_0_self_attn_k_proj.lora_up.weight", 48, 2)
        .add("lora_te_text_model_encoder_layers_0_self_attn_k_proj.lora_down.weight", 2, 48)
        .write(folder, "other.safetensors");
    new WrittenLora()
        .add("clip_l", 2, FIRST)
        .add("clip_g", 2, SECOND)
        .write(folder, "violet.safetensors");
    PickledFile.write(folder.resolve("narrow.pt"), Tensor.ofShape(2, FIRST));
    Map<String, Object> dict = new LinkedHashMap<>();
    int width = FIRST + SECOND;
    dict.put("linear.0.weight", Tensor.ofShape(2 * width, width));
    dict.put("linear.0.bias", Tensor.ofShape(2 * width));
    dict.put("linear.1.weight", Tensor.ofShape(width, 2 * width));
    dict.put("linear.1.bias", Tensor.ofShape(width));
    PickledFile.write(folder.resolve("sepia.pt"), Map.of(width, List.of(dict, dict)));
    pipeline = TinyXl.open(AdapterLibrary.builder().mixed(folder).build());
  }

  private static void add(WrittenLora alone, WrittenLora all, String tensor, long... shape) {
    all.set(tensor, alone.add(tensor, shape).values(tensor), shape);
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  private static TextToImage.Builder request(String prompt) {
    return TextToImage.builder(prompt).negativePrompt("dog").size(64, 64).steps(2).seed(7);
  }

  private int[] pixels(TextToImage.Builder request) {
    return pixels(pipeline, request);
  }

  private static int[] pixels(Pipeline pipeline, TextToImage.Builder request) {
    BufferedImage image = pipeline.generate(request.build()).image();
    return image.getRGB(0, 0, 64, 64, null, 0, 64);
  }

  @Test
  void generate_loras_changeTheNetworkTheyAreOf() {
    List<int[]> drawn = new ArrayList<>(List.of(pixels(request("a cat"))));
    for (String name : List.of("first", "second", "pooled", "unet", "all")) {
      int[] named = pixels(request("a cat<lora:" + name + ":0.8>"));
      assertThat(drawn).as(name).noneMatch(other -> Arrays.equals(other, named));
      drawn.add(named);
    }
    assertThat(
            pixels(
                request("a cat<lora:first:0.8><lora:second:0.8><lora:pooled:0.8><lora:unet:0.8>")))
        .isEqualTo(pixels(request("a cat<lora:all:0.8>")));
    assertThat(pixels(request("a cat"))).isEqualTo(drawn.get(0));
  }

  /** The first weight is that of both text encoders, the second that of the U-Net. */
  @Test
  void generate_weightOfTextEncoders_isThatOfBoth() {
    int[] plain = pixels(request("a cat"));
    assertThat(pixels(request("a cat<lora:all:0:0>"))).isEqualTo(plain);
    assertThat(pixels(request("a cat<lora:second:0:1>"))).isEqualTo(plain);
    assertThat(pixels(request("a cat<lora:second:1:0>"))).isNotEqualTo(plain);
    assertThat(pixels(request("a cat<lora:unet:0:1>"))).isNotEqualTo(plain);
  }

  @Test
  void generate_wordIsForBothEncoders() throws IOException {
    TextualInversion violet = TextualInversion.read(folder.resolve("violet.safetensors"));
    AdapterStack blossom = AdapterStack.builder().add(violet.withWord("blossom")).build();
    int[] word = pixels(request("a violet cat"));
    assertThat(pixels(request("a blossom cat").adapters(blossom))).isEqualTo(word);
    assertThat(pixels(request("a blossom cat"))).isNotEqualTo(word);
    assertThat(pixels(request("a cat").negativePrompt("violet")))
        .isNotEqualTo(pixels(request("a cat").negativePrompt("blossom")));
  }

  @Test
  void generate_hypernetwork_ofTheContextOfBothEncoders() {
    int[] plain = pixels(request("a cat"));
    assertThat(pixels(request("a cat<hypernet:sepia:0.4>"))).isNotEqualTo(plain);
    assertThat(pixels(request("a cat<hypernet:sepia:0>"))).isEqualTo(plain);
  }

  @Test
  void generate_adaptersOfOtherModels_areRefused() throws IOException {
    assertThatThrownBy(() -> pixels(request("a cat<lora:other:1>")))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining("other.safetensors");
    Path file = folder.resolve("narrow.pt");
    AdapterStack narrow = AdapterStack.builder().textualInversion(file).build();
    assertThatThrownBy(() -> pixels(request("a narrow cat").adapters(narrow)))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining("it has vectors for one text encoder, 16 wide, but tiny xl has two");
    try (Pipeline without = TinyXl.open(AdapterSource.none())) {
      assertThat(pixels(pipeline, request("a narrow cat")))
          .as("a word that no one asked for is text")
          .isEqualTo(pixels(without, request("a narrow cat")));
    }
  }

  @Test
  void parameters_tellTheTags() {
    assertThat(pipeline.generate(request("a violet cat<lora:all:0.8>").build()).parameters(0))
        .startsWith("a violet cat<lora:all:0.8>\nNegative prompt: dog\n")
        .contains("Model: tiny xl");
  }
}
