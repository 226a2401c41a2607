package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.TinyModel;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelPart;
import io.pentimento.sampling.Sampler;
import io.pentimento.testing.TestEngine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * LoRAs distilled to latent consistency, which change convolutions, samplers and time embeddings
 * beside attention: the layers and names of the published files, made for the tiny models.
 */
class LcmLoraTest {
  private static final int RANK = 2;

  /** What the training script of diffusers aims at, and what of a U-Net other programs add. */
  private static final Pattern TARGETS =
      Pattern.compile(
          ".*\\.(?:to_q|to_k|to_v|to_out\\.0|proj_in|proj_out|ff\\.net\\.0\\.proj|ff\\.net\\.2"
              + "|conv1|conv2|conv_shortcut|downsamplers\\.0\\.conv|upsamplers\\.0\\.conv"
              + "|time_emb_proj)|conv_in|conv_out|time_embedding\\.linear_[12]");

  @TempDir private Path folder;

  /** Adds a layer's factors and its alpha under a name. */
  private static void add(WrittenLora written, String up, String down, String alpha, long... of) {
    if (of.length == 4) {
      written.add(up, of[0], RANK, 1, 1).add(down, RANK, of[1], of[2], of[3]);
    } else {
      written.add(up, of[0], RANK).add(down, RANK, of[1]);
    }
    written.number(alpha, 1);
  }

  private static Map<String, long[]> targets(FolderModel model) {
    Map<String, long[]> targets = new TreeMap<>();
    model
        .tensors(ModelPart.UNET)
        .forEach(
            (name, shape) -> {
              String layer = name.replaceFirst("\\.weight$", "");
              if (name.endsWith(".weight") && TARGETS.matcher(layer).matches()) {
                targets.put(layer, shape);
              }
            });
    return targets;
  }

  @ParameterizedTest
  @ValueSource(strings = {"models/sd1-tiny", "models/sdxl-tiny"})
  void everyLayer_isFoundAndChanged(String name) throws IOException {
    FolderModel model = new FolderModel(name);
    Map<String, long[]> targets = targets(model);
    WrittenLora written = new WrittenLora();
    targets.forEach(
        (layer, shape) -> {
          String key = "lora_unet_" + layer.replace('.', '_');
          add(written, key + ".lora_up.weight", key + ".lora_down.weight", key + ".alpha", shape);
        });
    Lora lora = Lora.read(written.write(folder, "lcm.safetensors"), 1);

    assertThat(targets)
        .containsKeys(
            "conv_in",
            "down_blocks.0.resnets.0.conv1",
            "down_blocks.0.resnets.0.time_emb_proj",
            "down_blocks.0.downsamplers.0.conv",
            "up_blocks.0.upsamplers.0.conv",
            "up_blocks.0.resnets.0.conv_shortcut",
            "mid_block.attentions.0.proj_in");
    assertThat(lora.match(model).unmatched()).isEmpty();
    assertThat(lora.match(model).matched()).hasSize(targets.size());
    try (Scope scope = TestEngine.open("lcm")) {
      ChangedModel changed = new ChangedModel(model, scope);
      lora.apply(changed);
      for (String layer :
          List.of("down_blocks.0.resnets.0.conv1", "down_blocks.0.resnets.0.time_emb_proj")) {
        long[] shape = targets.get(layer);
        int elements = 1;
        for (long side : shape) {
          elements *= Math.toIntExact(side);
        }
        String key = "lora_unet_" + layer.replace('.', '_');
        // Alpha is 1, so that the product counts by 1 / rank.
        assertThat(changed.sum(ModelPart.UNET, layer + ".weight", new float[elements], shape))
            .containsExactly(
                WrittenLora.product(
                    written.values(key + ".lora_up.weight"),
                    written.values(key + ".lora_down.weight"),
                    RANK,
                    1.0 / RANK),
                Offset.offset(1e-5f));
      }
    }
  }

  /** The layers under their other names, as programs that follow the original layout save them. */
  @Test
  void originalNames_areFound() throws IOException {
    FolderModel model = new FolderModel("models/sd1-tiny");
    LayerNames names = new LayerNames(model);
    for (String layer : targets(model).keySet()) {
      String old = names.unetNames().original(layer).orElseThrow();
      assertThat(names.find("lora_unet_" + old.replace('.', '_')).orElseThrow().path())
          .as(old)
          .isEqualTo(layer);
    }
  }

  /** Few steps without guidance, as such a file is made for. */
  @Test
  void run_isChangedByTheConvolutionsAlone() throws IOException {
    WrittenLora written = new WrittenLora();
    String layer = "lora_unet_down_blocks_0_resnets_0_conv1";
    add(
        written,
        layer + ".lora_up.weight",
        layer + ".lora_down.weight",
        layer + ".alpha",
        8,
        8,
        3,
        3);
    Path file = written.write(folder, "lcm.safetensors");
    TextToImage.Builder request =
        TextToImage.builder("a cat").seed(3).steps(4).guidanceScale(1).sampler(Sampler.lcm());
    try (Pipeline pipeline = TinyModel.open()) {
      int[] plain = pixels(pipeline.generate(request.build()).image());
      AdapterStack stack = AdapterStack.builder().lora(file, 1).build();
      assertThat(pixels(pipeline.generate(request.adapters(stack).build()).image()))
          .isNotEqualTo(plain);
    }
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
