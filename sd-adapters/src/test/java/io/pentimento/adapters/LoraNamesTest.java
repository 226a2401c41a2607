package io.pentimento.adapters;

import static io.pentimento.adapters.WrittenLora.CONV;
import static io.pentimento.adapters.WrittenLora.OUT_PROJ;
import static io.pentimento.adapters.WrittenLora.Q_PROJ;
import static io.pentimento.adapters.WrittenLora.TO_OUT;
import static io.pentimento.adapters.WrittenLora.TO_Q;
import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One LoRA under all the names that it is written with. */
class LoraNamesTest {
  private static final String UNDERSCORED =
      "down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q";
  private static final String ORIGINAL = "input_blocks_1_1_transformer_blocks_0_attn1_to_q";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "lora_unet_" + UNDERSCORED + ".lora_up.weight, lora_unet_" + UNDERSCORED + ".lora_down.weight",
    "lora_unet_" + ORIGINAL + ".lora_up.weight, lora_unet_" + ORIGINAL + ".lora_down.weight",
    "lycoris_" + UNDERSCORED + ".lora_up.weight, lycoris_" + UNDERSCORED + ".lora_down.weight",
    "lycoris_" + ORIGINAL + ".lora_up.weight, lycoris_" + ORIGINAL + ".lora_down.weight",
    "unet." + TO_Q + ".lora_B.weight, unet." + TO_Q + ".lora_A.weight",
    "unet." + TO_Q + ".lora_B.default.weight, unet." + TO_Q + ".lora_A.default.weight",
    TO_Q + ".lora_B.weight, " + TO_Q + ".lora_A.weight",
    "base_model.model." + TO_Q + ".lora_B.weight, base_model.model." + TO_Q + ".lora_A.weight",
    "unet." + TO_Q + ".lora.up.weight, unet." + TO_Q + ".lora.down.weight",
    "unet."
        + TO_Q
        + ".lora_linear_layer.up.weight, unet."
        + TO_Q
        + ".lora_linear_layer.down.weight",
    "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.up.weight,"
        + "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.down.weight",
    "down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.up.weight,"
        + "down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.down.weight",
    "diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q.lora_up.weight,"
        + "diffusion_model.input_blocks.1.1.transformer_blocks.0.attn1.to_q.lora_down.weight",
  })
  void unet_isNamedInManyWays(String up, String down) throws IOException {
    assertLayer(ModelPart.UNET, TO_Q, up, down, 8, 6);
  }

  @ParameterizedTest
  @CsvSource({
    "lora_unet_input_blocks_5_0_out_layers_3, " + CONV + ", 8, 36",
    "lora_unet_input_blocks_3_0_op, down_blocks.0.downsamplers.0.conv, 8, 72",
    "lora_unet_output_blocks_5_1_proj_in, up_blocks.1.attentions.2.proj_in, 8, 8",
    "lora_unet_output_blocks_5_2_conv, up_blocks.1.upsamplers.0.conv, 8, 72",
    "lora_unet_output_blocks_2_1_conv, up_blocks.0.upsamplers.0.conv, 8, 72",
    "lora_unet_time_embed_0, time_embedding.linear_1, 8, 8",
    "lora_unet_input_blocks_0_0, conv_in, 8, 36",
    "lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_out_0, " + TO_OUT + ", 6, 8",
  })
  void unet_hasOriginalNames(String name, String layer, int out, int in) throws IOException {
    assertLayer(
        ModelPart.UNET, layer, name + ".lora_up.weight", name + ".lora_down.weight", out, in);
  }

  @ParameterizedTest
  @CsvSource({
    "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_up.weight,"
        + "lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight, "
        + Q_PROJ,
    "lora_te1_text_model_encoder_layers_0_self_attn_q_proj.lora_up.weight,"
        + "lora_te1_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight, "
        + Q_PROJ,
    "text_encoder.text_model."
        + Q_PROJ
        + ".lora_B.weight,"
        + "text_encoder.text_model."
        + Q_PROJ
        + ".lora_A.weight, "
        + Q_PROJ,
    "text_encoder."
        + Q_PROJ
        + ".lora_B.weight, text_encoder."
        + Q_PROJ
        + ".lora_A.weight, "
        + Q_PROJ,
    "text_encoder.text_model.encoder.layers.0.self_attn.to_q_lora.up.weight,"
        + "text_encoder.text_model.encoder.layers.0.self_attn.to_q_lora.down.weight, "
        + Q_PROJ,
    "text_encoder.text_model.encoder.layers.0.self_attn.to_out_lora.up.weight,"
        + "text_encoder.text_model.encoder.layers.0.self_attn.to_out_lora.down.weight, "
        + OUT_PROJ,
  })
  void textEncoder_isNamedInManyWays(String up, String down, String layer) throws IOException {
    assertLayer(ModelPart.TEXT_ENCODER, layer, up, down, 6, 6);
  }

  @Test
  void toOut_ofTheFirstLayout_isItsLinearLayer() throws IOException {
    String name =
        "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_out_lora";
    assertLayer(ModelPart.UNET, TO_OUT, name + ".up.weight", name + ".down.weight", 6, 8);
  }

  @Test
  void oneLayerUnderTwoNames_isRefused() throws IOException {
    Path path =
        new WrittenLora()
            .add("unet." + TO_Q + ".lora_B.weight", 8, 2)
            .add("unet." + TO_Q + ".lora_A.weight", 2, 6)
            .add("lora_unet_" + UNDERSCORED + ".lora_up.weight", 8, 2)
            .add("lora_unet_" + UNDERSCORED + ".lora_down.weight", 2, 6)
            .write(folder, "twice.safetensors");
    Assertions.assertThatThrownBy(() -> Lora.read(path, 1).check(WrittenLora.model()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("twice.safetensors: the file must name each layer once");
  }

  private void assertLayer(ModelPart part, String layer, String up, String down, int out, int in)
      throws IOException {
    WrittenLora written = new WrittenLora().add(up, out, 2).add(down, 2, in);
    Path path = written.write(folder, "named.safetensors");
    SmallModel layout = WrittenLora.model();
    try (Scope scope = TestEngine.open("names")) {
      ChangedModel model = new ChangedModel(layout, scope);
      Lora lora = Lora.read(path, 1);
      lora.apply(model);
      assertThat(lora.match(layout).matched()).hasSize(1);
      assertThat(lora.match(layout).unmatched()).isEmpty();
      assertThat(
              model.sum(
                  part,
                  layer + ".weight",
                  new float[out * in],
                  layout.tensors(part).get(layer + ".weight")))
          .containsExactly(
              WrittenLora.product(written.values(up), written.values(down), 2, 1),
              Offset.offset(1e-6f));
    }
  }
}
