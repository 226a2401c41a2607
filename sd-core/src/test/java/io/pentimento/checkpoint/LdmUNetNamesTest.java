package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LdmUNetNamesTest {
  /** Of SD1: transformers in all levels but the deepest. */
  private static final LdmUNetNames SD1 = new LdmUNetNames(2, Set.of(1, 2, 3));

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
  void names_areThoseOfTheOtherLayout(String diffusers, String ldm) {
    assertThat(SD1.toLdm(diffusers)).contains(ldm);
    assertThat(SD1.toDiffusers(ldm)).contains(diffusers);
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
        "down_blocks.0"
      })
  void otherNames_haveNoTwin(String name) {
    assertThat(SD1.toLdm(name)).isEmpty();
  }

  @Test
  void residualBlocks_ofZero_isRefused() {
    assertThatThrownBy(() -> new LdmUNetNames(0, Set.of()))
        .hasMessage("residualBlocks must be at least 1, but got: 0.");
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
      LdmUNetNames names =
          new LdmUNetNames(folder.config().integer("layers_per_block", 2), attentive(unet.names()));
      Set<String> renamed = new HashSet<>();
      for (String name : unet.names()) {
        String ldm = names.toLdm(name).orElseThrow();
        renamed.add(ldm);
        assertThat(names.toDiffusers(ldm)).contains(name);
      }
      assertThat(renamed).hasSameSizeAs(unet.names());
    }
  }

  /** A model's folder and its single file have the same tensors under both names. */
  @TestFactory
  Stream<DynamicTest> singleFiles() {
    return Stream.of("sd1-tiny", "sd1-inpaint-tiny", "sd2-tiny", "sdxl-tiny")
        .flatMap(
            model ->
                GoldenCases.of(
                    model,
                    () -> {
                      Goldens.path("models/single-file/" + model + "-fp16.safetensors");
                      GoldenModels.part("models/" + model, "unet");
                      return Stream.of(dynamicTest(model, () -> check(model)));
                    }));
  }

  private static void check(String model) throws IOException {
    ComponentFolder folder = GoldenModels.part("models/" + model, "unet");
    try (Checkpoint unet = folder.weights();
        Checkpoint single =
            Checkpoint.open(Goldens.path("models/single-file/" + model + "-fp16.safetensors"))) {
      LdmUNetNames names =
          new LdmUNetNames(folder.config().integer("layers_per_block", 2), attentive(unet.names()));
      String prefix = "model.diffusion_model.";
      Set<String> stored =
          single.names().stream()
              .filter(name -> name.startsWith(prefix))
              .map(name -> name.substring(prefix.length()))
              .collect(Collectors.toSet());
      Map<String, String> renamed =
          unet.names().stream()
              .collect(Collectors.toMap(name -> names.toLdm(name).orElseThrow(), name -> name));
      assertThat(renamed.keySet()).isEqualTo(stored);
      for (Map.Entry<String, String> entry : renamed.entrySet()) {
        List<Long> shape = unet.info(entry.getValue()).shape();
        assertThat(single.info(prefix + entry.getKey()).shape()).isEqualTo(shape);
        assertThat(names.toDiffusers(entry.getKey())).contains(entry.getValue());
      }
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
