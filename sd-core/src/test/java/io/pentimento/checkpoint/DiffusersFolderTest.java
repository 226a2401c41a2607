package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusersFolderTest {
  private static final String INDEX =
      "{\"_class_name\":\"StableDiffusionPipeline\",\"_diffusers_version\":\"0.42\","
          + "\"safety_checker\":[null,null],\"requires_safety_checker\":false,"
          + "\"unet\":[\"diffusers\",\"UNet2DConditionModel\"],\"vae\":[\"diffusers\",\"AutoencoderKL\"],"
          + "\"text_encoder\":[\"transformers\",\"CLIPTextModel\"],"
          + "\"tokenizer\":[\"transformers\",\"CLIPTokenizer\"],"
          + "\"scheduler\":[\"diffusers\",\"PNDMScheduler\"]}";

  @TempDir Path folder;

  @BeforeEach
  void writeIndex() throws IOException {
    Files.writeString(folder.resolve("model_index.json"), INDEX);
  }

  private DiffusersFolder open() throws IOException {
    return DiffusersFolder.open(folder, Optional.empty());
  }

  private void weights(String file, float value) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    new SafetensorsWriter().add(new TensorInfo("w", TensorType.F32, List.of()), value).write(path);
  }

  private float read(ComponentFolder component) throws IOException {
    try (Checkpoint weights = component.weights()) {
      return TensorValues.floats(weights, "w")[0];
    }
  }

  @Test
  void components_nullEntriesAndSettingsAreNone() throws IOException {
    DiffusersFolder model = open();
    assertThat(model.pipeline()).isEqualTo("StableDiffusionPipeline");
    assertThat(model.path()).isEqualTo(folder);
    assertThat(model.components().keySet())
        .containsExactly("unet", "vae", "text_encoder", "tokenizer", "scheduler");
    assertThat(model.components().get("unet"))
        .isEqualTo(new DiffusersFolder.Component("diffusers", "UNet2DConditionModel"));
  }

  @Test
  void component_configAndWeightsAreRead() throws IOException {
    weights("unet/diffusion_pytorch_model.safetensors", 1);
    weights("text_encoder/model.safetensors", 2);
    Files.writeString(folder.resolve("unet/config.json"), "{\"in_channels\":9}");
    Files.createDirectory(folder.resolve("scheduler"));
    Files.writeString(folder.resolve("scheduler/scheduler_config.json"), "{\"steps_offset\":1}");
    DiffusersFolder model = open();
    assertThat(model.component("unet").config().integer("in_channels", 4)).isEqualTo(9);
    assertThat(model.component("unet").path()).isEqualTo(folder.resolve("unet"));
    assertThat(read(model.component("unet"))).isEqualTo(1);
    assertThat(read(model.component("text_encoder"))).isEqualTo(2);
    assertThat(model.schedulerConfig().integer("steps_offset", 0)).isEqualTo(1);
    assertThat(model.tokenizer("tokenizer")).isEmpty();
    Files.createDirectory(folder.resolve("tokenizer"));
    Files.createDirectory(folder.resolve("tokenizer_2"));
    assertThat(model.tokenizer("tokenizer")).hasValue(folder.resolve("tokenizer"));
    assertThat(model.tokenizer("tokenizer_2")).isEmpty();
  }

  @Test
  void weights_safeFilesComeFirstAndTheWantedVariantBeforeThePlain() throws IOException {
    Path unet = folder.resolve("unet");
    ComponentFolder plain = ComponentFolder.of(unet, Optional.empty());
    ComponentFolder half = ComponentFolder.of(unet, Optional.of("fp16"));
    byte[] code =
        TorchFixture.pickle()
            .op('}')
            .text("w")
            .tensor("FloatStorage", "0", 1, 0, new long[] {}, new long[] {})
            .op('s')
            .end();
    Files.createDirectory(unet);
    TorchFixture.zip(
        unet.resolve("diffusion_pytorch_model.bin"), code, Map.of("0", TorchFixture.floats(7)));
    assertThat(read(plain)).isEqualTo(7);
    assertThat(read(half)).isEqualTo(7);
    weights("unet/diffusion_pytorch_model-00001-of-00001.safetensors", 6);
    Files.writeString(
        unet.resolve("diffusion_pytorch_model.safetensors.index.json"),
        "{\"weight_map\":{\"w\":\"diffusion_pytorch_model-00001-of-00001.safetensors\"}}");
    assertThat(read(plain)).isEqualTo(6);
    weights("unet/diffusion_pytorch_model.fp16-00001-of-00001.safetensors", 5);
    Files.writeString(
        unet.resolve("diffusion_pytorch_model.safetensors.index.fp16.json"),
        "{\"weight_map\":{\"w\":\"diffusion_pytorch_model.fp16-00001-of-00001.safetensors\"}}");
    assertThat(read(plain)).isEqualTo(6);
    assertThat(read(half)).isEqualTo(5);
    weights("unet/diffusion_pytorch_model.fp16.safetensors", 4);
    assertThat(read(plain)).isEqualTo(4);
    assertThat(read(half)).isEqualTo(4);
    weights("unet/diffusion_pytorch_model.safetensors", 3);
    assertThat(read(plain)).isEqualTo(3);
    assertThat(read(half)).isEqualTo(4);
  }

  @Test
  void require_listsAllThatIsMissing() throws IOException {
    weights("unet/diffusion_pytorch_model.safetensors", 1);
    Files.createDirectory(folder.resolve("vae"));
    Files.writeString(folder.resolve("vae/config.json"), "{}");
    DiffusersFolder model = open();
    assertThatThrownBy(
            () -> model.require(List.of("unet", "vae", "text_encoder", "text_encoder_2")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            folder
                + ": the model is incomplete, it lacks: unet/config.json, weights in vae, the"
                + " folder text_encoder, text_encoder_2 in model_index.json.");
    Files.writeString(folder.resolve("unet/config.json"), "{}");
    model.require(List.of("unet"));
  }

  @Test
  void component_missingPartsAreNamed() throws IOException {
    DiffusersFolder model = open();
    assertThatThrownBy(() -> model.component("controlnet"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "controlnet in " + folder + ": the model index lists no such part. It has [unet, vae");
    assertThatThrownBy(() -> model.component("unet"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("its folder is missing");
    Files.createDirectory(folder.resolve("unet"));
    assertThatThrownBy(() -> model.component("unet").config())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("the folder must hold config.json, but does not");
    assertThatThrownBy(() -> model.component("unet").weights())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "must hold weights such as diffusion_pytorch_model.safetensors or model.safetensors");
  }

  @Test
  void open_otherFoldersAreRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> DiffusersFolder.open(empty, Optional.empty()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "must hold model_index.json, but this does not. Pass the folder that has unet");
    assertThatThrownBy(() -> DiffusersFolder.open(folder.resolve("none"), Optional.empty()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("but this is no folder");
    assertThatThrownBy(() -> ComponentFolder.of(folder, Optional.of("../x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("variant must be a plain word such as fp16, but got: ../x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"unet\":[]}",
        "{\"unet\":[\"diffusers\"]}",
        "{\"unet\":[1,2]}",
        "{\"unet\":[\"a\",\"b\",\"c\"]}",
        "{\"../unet\":[\"diffusers\",\"X\"]}",
        "{\"a/b\":[\"diffusers\",\"X\"]}",
        "{} x",
        "{'a':1}"
      })
  void open_badIndexIsRefused(String json) throws IOException {
    Files.writeString(folder.resolve("model_index.json"), json);
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model_index.json");
  }
}
