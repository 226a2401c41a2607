package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.TensorSource;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.UNet;
import io.pentimento.model.Weights;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link TinyModel} as a folder of files, with the settings and weights that a test asks for. */
final class TinyFolder {
  private final Path path;
  private final Map<String, String> configs = new LinkedHashMap<>();
  private TensorType stored = TensorType.F32;
  private String infix = "";

  TinyFolder(Path path) {
    this.path = path;
    configs.put(
        "text_encoder",
        """
        {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2,
         "num_attention_heads": 2, "hidden_act": "quick_gelu"}\
        """);
    configs.put(
        "unet",
        """
        {"in_channels": 4, "sample_size": 8, "block_out_channels": [8, 16],
         "down_block_types": ["CrossAttnDownBlock2D", "DownBlock2D"],
         "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D"],
         "attention_head_dim": 2, "layers_per_block": 1, "cross_attention_dim": 16,
         "norm_num_groups": 4}\
        """);
    configs.put(
        "vae",
        """
        {"block_out_channels": [8, 8, 8, 16], "layers_per_block": 1, "norm_num_groups": 4}\
        """);
  }

  /** Replaces a part's config.json, and leaves its weights as they are. */
  TinyFolder config(String part, String json) {
    configs.put(part, json);
    return this;
  }

  /** Stores the weights in a type. */
  TinyFolder stored(TensorType type) {
    this.stored = type;
    return this;
  }

  /** Stores the weights under the names of a variant. */
  TinyFolder variant(String variant) {
    this.infix = "." + variant;
    return this;
  }

  Path write() throws IOException {
    Files.createDirectories(path);
    Files.writeString(
        path.resolve("model_index.json"),
        """
        {"_class_name": "StableDiffusionPipeline",
         "scheduler": ["diffusers", "PNDMScheduler"],
         "text_encoder": ["transformers", "CLIPTextModel"],
         "unet": ["diffusers", "UNet2DConditionModel"],
         "vae": ["diffusers", "AutoencoderKL"]}\
        """);
    Files.createDirectories(path.resolve("scheduler"));
    Files.writeString(
        path.resolve("scheduler/scheduler_config.json"),
        """
        {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}\
        """);
    for (Map.Entry<String, String> config : configs.entrySet()) {
      Files.createDirectories(path.resolve(config.getKey()));
      Files.writeString(path.resolve(config.getKey()).resolve("config.json"), config.getValue());
    }
    NumberType type = NumberType.FLOAT32;
    try (Scope scope = TestEngine.open("tiny folder")) {
      Recorder text = new Recorder(scope, 1);
      new TextEncoder(TinyModel.text(), new Weights(text));
      text.write("text_encoder", "model");
      Recorder unet = new Recorder(scope, 2);
      new UNet(TinyModel.unet(4), new Weights(unet), type);
      unet.write("unet", "diffusion_pytorch_model");
      Recorder vae = new Recorder(scope, 3);
      new Autoencoder(TinyModel.vae(), new Weights(vae), type);
      vae.write("vae", "diffusion_pytorch_model");
    }
    return path;
  }

  /** Writes down what a network asks for. */
  private final class Recorder implements TensorSource {
    private final Scope scope;
    private final RandomTensors values;
    private final SafetensorsWriter writer = new SafetensorsWriter();

    Recorder(Scope scope, long seed) {
      this.scope = scope;
      this.values = new RandomTensors(scope, NumberType.FLOAT32, seed);
    }

    @Override
    public boolean has(String name) {
      return false;
    }

    @Override
    public NDArray tensor(String name, long... shape) {
      NDArray tensor = values.tensor(name, shape);
      writer.add(
          new TensorInfo(name, stored, Arrays.stream(shape).boxed().toList()),
          Scope.floats(tensor, scope));
      return tensor;
    }

    @Override
    public void finish() {}

    void write(String part, String stem) throws IOException {
      writer.write(path.resolve(part).resolve(stem + infix + ".safetensors"));
    }
  }
}
