package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.model.ControlConfig;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are ControlNets, and what is said of others. */
class ControlModelTest {
  private static final String FOLDER = "models/controlnet-tiny";
  private static final String SINGLE = "models/single-file/controlnet-tiny-fp16.safetensors";
  private static final String PREFIX = "control_model.";

  @TempDir Path folder;

  private static ControlModel load(Path file) throws IOException {
    return ControlModel.load(
        file,
        Optional.of(Goldens.path(FOLDER + "/config.json")),
        Precision.FLOAT32,
        ComputeDevice.CPU);
  }

  /** Copies the golden file under other names; a tensor without a name is left out. */
  private Path copy(Function<String, Optional<String>> renamed, TensorInfo... added)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    Path path = folder.resolve("copy.safetensors");
    try (Checkpoint golden = Checkpoint.open(Goldens.path(SINGLE))) {
      for (String name : golden.names()) {
        Optional<String> other = renamed.apply(name);
        if (other.isPresent()) {
          TensorInfo info = golden.info(name);
          writer.add(new TensorInfo(other.get(), info.type(), info.shape()), golden.bytes(name));
        }
      }
      for (TensorInfo info : added) {
        writer.add(info, new float[(int) info.elements()]);
      }
      writer.write(path);
    }
    return path;
  }

  private static TensorInfo one(String name) {
    return new TensorInfo(name, TensorType.F32, List.of(1L));
  }

  @Test
  void folder_bringsItsConfig() throws IOException {
    Path path = Goldens.path(FOLDER);
    try (ControlModel model =
        ControlModel.load(path, Optional.empty(), Precision.FLOAT32, ComputeDevice.CPU)) {
      assertThat(model.name()).isEqualTo("controlnet-tiny");
      ControlConfig config = model.network().config();
      assertThat(config.residualWidths())
          .hasSize(config.downResiduals() + 1)
          .hasSameSizeAs(config.residualLevels());
    }
  }

  @Test
  void originalNames_needNoPrefix() throws IOException {
    Path plain = copy(name -> Optional.of(name.substring(PREFIX.length())));
    try (ControlModel single = load(Goldens.path(SINGLE));
        ControlModel other = load(plain)) {
      assertThat(other.network().config()).isEqualTo(single.network().config());
      assertThat(other.scope().bytes()).isEqualTo(single.scope().bytes());
    }
  }

  @Test
  void fileWithoutConfig_tellsItsWidthsButNotItsGroups() {
    assertThatThrownBy(() -> ControlModel.load(Goldens.path(SINGLE)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("norm_num_groups must divide block_out_channels")
        .hasMessageContaining("config.json");
  }

  @Test
  void otherFiles_areRefused() throws IOException {
    Path difference = copy(Optional::of, one("difference"));
    assertThatThrownBy(() -> load(difference))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("difference between a ControlNet and its base");
    Path another = copy(name -> Optional.of("body." + name));
    assertThatThrownBy(() -> load(another))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("this is no ControlNet");
  }

  @ParameterizedTest
  @CsvSource({
    "lora_controlnet, a Control-LoRA",
    "control_add_embedding.linear_1.weight, a union ControlNet",
    "lllite_unet_mid_block.up.weight, a ControlNet-LLLite",
    "control_model.base_to_control.0.weight, a ControlNet-XS",
    "adapter.body.0.in_conv.weight, a T2I-Adapter",
    "body.0.block1.weight, a T2I-Adapter",
    "image_proj.proj.weight, an IP-Adapter"
  })
  void otherKinds_areRefusedByName(String tensor, String kind) throws IOException {
    Path other = copy(Optional::of, one(tensor));
    assertThatThrownBy(() -> load(other))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(tensor)
        .hasMessageContaining("this is " + kind);
  }

  @ParameterizedTest
  @CsvSource({"time_cond_proj_dim, 256, ControlNets take no guidance scale"})
  void configsOfOtherKinds_areRefused(String key, String value, String reason) throws IOException {
    String golden = Files.readString(Goldens.path(FOLDER + "/config.json"));
    JsonObject config = JsonParser.parseString(golden).getAsJsonObject();
    config.add(key, JsonParser.parseString(value));
    Path changed = Files.writeString(folder.resolve("config.json"), config.toString());
    assertThatThrownBy(
            () ->
                ControlModel.load(
                    Goldens.path(SINGLE),
                    Optional.of(changed),
                    Precision.FLOAT32,
                    ComputeDevice.CPU))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(reason);
  }

  @Test
  void missingTensor_isNamed() throws IOException {
    String gone = PREFIX + "zero_convs.1.0.bias";
    Path path = copy(name -> name.equals(gone) ? Optional.empty() : Optional.of(name));
    assertThatThrownBy(() -> load(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("Missing (1)")
        .hasMessageContaining("controlnet_down_blocks.1.bias");
  }
}
