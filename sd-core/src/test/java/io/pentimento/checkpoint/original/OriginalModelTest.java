package io.pentimento.checkpoint.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginalModelTest {
  private static final String TEXT = "cond_stage_model.transformer.";
  private static final String OPEN_TEXT = "cond_stage_model.model.";
  private static final String VAE = "first_stage_model.";
  private static final String CONV_IN = SyntheticModel.UNET + "input_blocks.0.0.weight";

  @TempDir Path folder;

  private static SyntheticModel whole(ModelFamily family, long inputs, long context) {
    SyntheticModel model = new SyntheticModel().vae(VAE);
    return switch (family) {
      case SD1 -> model.clip(TEXT).unet(inputs, 4, context, false, 0);
      case SD2 -> model.openClip(OPEN_TEXT).unet(inputs, 4, context, true, 0);
      case SDXL ->
          model
              .clip("conditioner.embedders.0.transformer.")
              .openClip("conditioner.embedders.1.model.")
              .unet(inputs, 3, context, true, 40);
      case SDXL_REFINER ->
          model.openClip("conditioner.embedders.0.model.").unet(inputs, 4, context, true, 36);
    };
  }

  private OriginalModel open(SyntheticModel model) throws IOException {
    return OriginalModel.open(
        model.write(folder.resolve("model.safetensors")), ExplicitConfig.none(), false);
  }

  /** Whatever the widths are, and whatever else lies in the file. */
  @ParameterizedTest
  @EnumSource(ModelFamily.class)
  void family_isToldByNames(ModelFamily family) throws IOException {
    Random random = new Random(family.ordinal());
    for (int i = 0; i < 20; i++) {
      long inputs = List.of(4L, 8L, 9L).get(random.nextInt(3));
      SyntheticModel model =
          whole(family, inputs, 1 + random.nextInt(2048))
              .add("alphas_cumprod", 1000L)
              .add("extra." + random.nextInt(1000), 1L + random.nextInt(5));
      try (OriginalModel opened = open(model)) {
        assertThat(opened.family()).isEqualTo(family);
        assertThat(opened.inputChannels()).isEqualTo((int) inputs);
        assertThat(opened.parts()).contains("unet", "vae");
        assertThat(opened.ignored()).contains("extra (1 tensor)");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SD1, text_encoder",
    "SD2, text_encoder",
    "SDXL, text_encoder text_encoder_2",
    "SDXL_REFINER, text_encoder_2"
  })
  void parts_areThoseOfTheFamily(ModelFamily family, String texts) throws IOException {
    try (OriginalModel opened = open(whole(family, 4, 8))) {
      assertThat(opened.parts())
          .containsAll(List.of(texts.split(" ")))
          .hasSize(2 + texts.split(" ").length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4, false, 0, SD1",
    "4, true, 0, SD2",
    "3, true, 40, SDXL",
    "4, true, 36, SDXL_REFINER"
  })
  void family_ofAUNetAloneIsToldByItsForm(int levels, boolean linear, long added, ModelFamily told)
      throws IOException {
    try (OriginalModel opened = open(new SyntheticModel().unet(8, levels, 16, linear, added))) {
      assertThat(opened.family()).isEqualTo(told);
      assertThat(opened.parts()).containsExactly("unet");
    }
  }

  @Test
  void guidanceInput_isFoundInTheFile() throws IOException {
    SyntheticModel plain = whole(ModelFamily.SD1, 4, 8);
    try (OriginalModel opened = open(plain)) {
      assertThat(opened.config("unet").has("time_cond_proj_dim")).isFalse();
    }
    SyntheticModel distilled =
        plain.add(SyntheticModel.UNET + "time_embed.cond_proj.weight", 4L, 6L);
    try (OriginalModel opened = open(distilled)) {
      assertThat(opened.config("unet").integer("time_cond_proj_dim")).hasValue(6);
    }
  }

  @Test
  void text_withoutTheOldNamesMiddle() throws IOException {
    SyntheticModel model =
        new SyntheticModel()
            .unet(4, 4, 16, false, 0)
            .add(TEXT + "embeddings.token_embedding.weight", 8L, 4L);
    try (OriginalModel opened = open(model)) {
      assertThat(opened.family()).isEqualTo(ModelFamily.SD1);
      assertThat(opened.weights("text_encoder").names())
          .containsExactly("embeddings.token_embedding.weight");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5, a depth model",
    "7, the x4 upscaler",
    "3, must take 4 channels",
    "16, must take 4 channels"
  })
  void inputs_ofOtherModelsAreRefused(long inputs, String reason) {
    assertThatThrownBy(() -> open(whole(ModelFamily.SD2, inputs, 8)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(CONV_IN + " in ")
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "control_model.input_hint_block.0.weight|a ControlNet",
        "lora_unet_mid_block_attentions_0_proj_in.lora_up.weight|a LoRA",
        "unet.mid_block.lora_A.weight|a LoRA",
        "first_stage_model.decoder.conv_in.weight|an autoencoder alone. Pass the model's file",
        "down_blocks.0.resnets.0.conv1.weight|Pass the folder with model_index.json",
        "double_blocks.0.img_attn.norm.key_norm.scale|FLUX",
        "model.diffusion_model.joint_blocks.0.x.weight|Stable Diffusion 3",
        "emb_params|an embedding",
        "body.0.rdb1.conv1.weight|no tensor's name begins with model.diffusion_model.",
        "conv_first.weight|UpscalerModel",
        "image_proj.proj.weight|an IP-Adapter"
      })
  void otherFiles_areCalledByTheirName(String tensor, String told) {
    assertThatThrownBy(() -> open(new SyntheticModel().add(tensor, 1L)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(told);
  }

  @Test
  void vectorsOfOtherModels_areRefused() {
    assertThatThrownBy(
            () ->
                open(
                    whole(ModelFamily.SD2, 4, 8)
                        .add(SyntheticModel.UNET + "label_emb.0.0.weight", 4L, 2048L)))
        .hasMessageContaining("label_emb.0.0.weight in ")
        .hasMessageContaining("unCLIP");
    assertThatThrownBy(
            () ->
                open(
                    whole(ModelFamily.SDXL, 4, 8)
                        .without(SyntheticModel.UNET + "label_emb.0.0.weight")))
        .hasMessageContaining("label_emb.0.0.weight in ")
        .hasMessageContaining("must have this tensor");
    assertThatThrownBy(() -> open(whole(ModelFamily.SDXL, 4, 8).add("edm_vpred.sigma_max")))
        .hasMessageContaining("CosXL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"input_blocks.0.0.weight", "out.2.weight"})
  void missingTensors_areNamed(String name) {
    assertThatThrownBy(() -> open(whole(ModelFamily.SD1, 4, 8).without(SyntheticModel.UNET + name)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(SyntheticModel.UNET + name + " in ")
        .hasMessageContaining("model.safetensors");
  }

  @Test
  void sd2_lastTextLayerIsLeftOut() throws IOException {
    try (OriginalModel opened = open(whole(ModelFamily.SD2, 4, 8))) {
      assertThat(opened.weights("text_encoder").names())
          .contains("text_model.encoder.layers.0.layer_norm1.weight")
          .doesNotContain("text_model.encoder.layers.1.layer_norm1.weight");
      assertThat(opened.ignored()).containsExactly("cond_stage_model (1 tensor)");
    }
  }

  @Test
  void yamlBesides_tellsTheParameterization() throws IOException {
    Files.writeString(
        folder.resolve("model.yaml"),
        "model:\n  params:\n    parameterization: \"v\"  # velocity\n    linear_start: 0.00085\n");
    try (OriginalModel opened = open(whole(ModelFamily.SD2, 4, 8))) {
      assertThat(opened.parameterization()).contains("v");
    }
  }

  @Test
  void fusedAndTurnedTensors_areTakenApart() throws IOException {
    String prefix = "conditioner.embedders.0.model.";
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.add(floats(prefix + "transformer.resblocks.0.attn.in_proj_weight", 3L, 2L), numbers(6));
    writer.add(floats(prefix + "transformer.resblocks.0.attn.in_proj_bias", 3L), numbers(3));
    writer.add(floats(prefix + "text_projection", 2L, 3L), numbers(6));
    writer.add(floats(CONV_IN, 1L, 4L, 1L, 1L), numbers(4));
    writer.add(floats(SyntheticModel.UNET + "out.2.weight", 4L, 1L, 1L, 1L), numbers(4));
    writer.add(floats(SyntheticModel.UNET + "label_emb.0.0.weight", 1L, 1L), numbers(1));
    Path file = folder.resolve("refiner.safetensors");
    writer.write(file);
    try (OriginalModel opened = OriginalModel.open(file, ExplicitConfig.none(), false)) {
      Checkpoint text = opened.weights("text_encoder_2");
      String attention = "text_model.encoder.layers.0.self_attn.";
      assertThat(TensorValues.floats(text, attention + "q_proj.weight")).containsExactly(0, 1);
      assertThat(TensorValues.floats(text, attention + "k_proj.weight")).containsExactly(2, 3);
      assertThat(TensorValues.floats(text, attention + "v_proj.weight")).containsExactly(4, 5);
      assertThat(TensorValues.floats(text, attention + "v_proj.bias")).containsExactly(2);
      assertThat(text.info("text_projection.weight").shape()).containsExactly(3L, 2L);
      assertThat(TensorValues.floats(text, "text_projection.weight"))
          .containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(text.keyOf(attention + "k_proj.weight"))
          .isEqualTo(prefix + "transformer.resblocks.0.attn.in_proj_weight");
    }
  }

  @Test
  void ema_isTakenWhenAskedFor() throws IOException {
    SyntheticModel model = whole(ModelFamily.SD1, 4, 8);
    for (int i = 0; i < 101; i++) {
      model.add("model_ema.diffusion_modelpadding" + i, 1L);
    }
    model.add("model_ema.diffusion_modelinput_blocks00weight", 4L, 4L, 3L, 3L);
    Path file = model.write(folder.resolve("ema.ckpt"));
    try (OriginalModel plain = OriginalModel.open(file, ExplicitConfig.none(), false)) {
      assertThat(plain.weights("unet").keyOf("conv_in.weight")).isEqualTo(CONV_IN);
      assertThat(plain.ignored()).containsExactly("EMA weights (102 tensors)");
    }
    try (OriginalModel averaged = OriginalModel.open(file, ExplicitConfig.none(), true)) {
      assertThat(averaged.weights("unet").keyOf("conv_in.weight"))
          .isEqualTo("model_ema.diffusion_modelinput_blocks00weight");
      assertThat(averaged.weights("unet").names()).doesNotContain("conv_out.weight");
    }
    assertThatThrownBy(
            () ->
                OriginalModel.open(
                    whole(ModelFamily.SD1, 4, 8).write(folder.resolve("plain.safetensors")),
                    ExplicitConfig.none(),
                    true))
        .hasMessageContaining("the file has none");
  }

  @Test
  void explicitConfig_ofOneJsonFile() throws IOException {
    Path json =
        Files.writeString(
            folder.resolve("config.json"),
            "{\"unet\": {\"norm_num_groups\": 2}, \"scheduler\": {\"prediction_type\":"
                + " \"epsilon\"}}");
    ExplicitConfig config = ExplicitConfig.read(json);
    assertThat(config.part("unet").orElseThrow().integer("norm_num_groups", 32)).isEqualTo(2);
    assertThat(config.part("vae")).isEmpty();
    Path none = Files.writeString(folder.resolve("none.json"), "{\"a\": 1}");
    assertThatThrownBy(() -> ExplicitConfig.read(none)).hasMessageContaining("tells of none");
  }

  private static TensorInfo floats(String name, Long... shape) {
    return new TensorInfo(name, TensorType.F32, List.of(shape));
  }

  private static float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }
}
