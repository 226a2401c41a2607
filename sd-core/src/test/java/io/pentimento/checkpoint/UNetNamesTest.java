package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UNetNamesTest {
  /** Of SD1: transformers in all levels but the deepest. */
  private static final NameTable SD1 = UNetNames.of(4, 2, Set.of(1, 2, 3));

  @ParameterizedTest
  @CsvSource({
    "time_embedding.linear_2.bias, time_embed.2.bias",
    "add_embedding.linear_1.weight, label_emb.0.0.weight",
    "conv_in.weight, input_blocks.0.0.weight",
    "down_blocks.0.resnets.0.norm1.weight, input_blocks.1.0.in_layers.0.weight",
    "down_blocks.1.resnets.1.conv_shortcut.bias, input_blocks.5.0.skip_connection.bias",
    "down_blocks.2.attentions.0.transformer_blocks.0.attn2.to_k.weight,"
        + " input_blocks.7.1.transformer_blocks.0.attn2.to_k.weight",
    "down_blocks.0.downsamplers.0.conv.weight, input_blocks.3.0.op.weight",
    "mid_block.resnets.1.time_emb_proj, middle_block.2.emb_layers.1",
    "mid_block.attentions.0.proj_in.weight, middle_block.1.proj_in.weight",
    "up_blocks.0.resnets.2.conv2.weight, output_blocks.2.0.out_layers.3.weight",
    "up_blocks.0.upsamplers.0.conv.weight, output_blocks.2.1.conv.weight",
    "up_blocks.1.upsamplers.0.conv.weight, output_blocks.5.2.conv.weight",
    "up_blocks.3.attentions.2.transformer_blocks.0.ff.net.0.proj.weight,"
        + " output_blocks.11.1.transformer_blocks.0.ff.net.0.proj.weight",
    "conv_norm_out.weight, out.0.weight",
    "conv_out.bias, out.2.bias",
  })
  void names_areThoseOfTheOtherLayout(String diffusers, String original) {
    assertThat(SD1.original(diffusers)).contains(original);
    assertThat(SD1.diffusers(original)).contains(diffusers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "conv_inside.weight",
        "mid_block.resnets.2.conv1.weight",
        "middle_block.1",
        "input_blocks.x.0.op",
        "down_blocks.0.resnets.0.conv9.weight",
        "input_blocks.3.1.op.weight",
        "encoder.layers.0.mlp.fc1.weight",
        "down_blocks.4.resnets.0.conv1.weight",
        "down_blocks.0"
      })
  void otherNames_haveNoTwin(String name) {
    assertThat(SD1.original(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv_in", "input_blocks.1.2.norm1", "input_blocks.3.0", "out.1.bias"})
  void otherOriginalNames_haveNoTwin(String name) {
    assertThat(SD1.diffusers(name)).isEmpty();
  }

  @Test
  void of_nothing_isRefused() {
    assertThatThrownBy(() -> UNetNames.of(4, 0, Set.of()))
        .hasMessage("residuals must be at least 1, but got: 0.");
    assertThatThrownBy(() -> UNetNames.of(0, 2, Set.of()))
        .hasMessage("levels must be at least 1, but got: 0.");
  }

  @Test
  void add_secondNameOfAModule_isRefused() {
    NameTable.Builder table = NameTable.builder().add("out.2", "conv_out");
    assertThatThrownBy(() -> table.add("out.3", "conv_out"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out.3 and conv_out");
    assertThatThrownBy(() -> table.add("out.2", "conv_end"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out.2 and conv_end");
  }

  /** All tensors of a folder have another name, no two the same one, and it leads back. */
  @TestFactory
  Stream<DynamicTest> folders() {
    return Stream.of("sd1-tiny", "sd2-tiny", "sdxl-tiny")
        .flatMap(
            model ->
                GoldenCases.of(
                    model,
                    () -> {
                      ComponentFolder folder = GoldenModels.part("models/" + model, "unet");
                      return Stream.of(dynamicTest(model, () -> checkThereAndBack(folder)));
                    }));
  }

  private static void checkThereAndBack(ComponentFolder folder) throws IOException {
    try (Checkpoint unet = folder.weights()) {
      NameTable names =
          UNetNames.of(
              folder.config().ints("block_out_channels", List.of()).size(),
              folder.config().integer("layers_per_block", 2),
              attentive(unet.names()));
      Set<String> renamed = new HashSet<>();
      for (String name : unet.names()) {
        String original = names.original(name).orElseThrow();
        renamed.add(original);
        assertThat(names.diffusers(original)).contains(name);
      }
      assertThat(renamed).hasSameSizeAs(unet.names());
    }
  }

  private static Set<Integer> attentive(Set<String> names) {
    Set<Integer> blocks = new HashSet<>();
    for (String name : names) {
      if (name.startsWith("up_blocks.") && name.contains(".attentions.")) {
        blocks.add(Integer.valueOf(name.split("\\.")[1]));
      }
    }
    return blocks;
  }
}
