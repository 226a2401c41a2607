package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.PickledCopy;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.Observer;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLoaderTest {
  private static final List<String> PLAIN_FILES =
      List.of(
          "text_encoder/model.safetensors",
          "unet/diffusion_pytorch_model.safetensors",
          "vae/diffusion_pytorch_model.safetensors");

  @TempDir Path folder;

  private static float[] textAndNoise(Path path, Optional<String> variant, NumberType type)
      throws IOException {
    return textAndNoise(path, variant, type, fraction -> {});
  }

  /** Loads a model and runs each of its networks once. */
  private static float[] textAndNoise(
      Path path, Optional<String> variant, NumberType type, DoubleConsumer progress)
      throws IOException {
    Scope scope = TestEngine.open("loader");
    LoadedModel model = ModelLoader.load(settings(path, variant), scope, type, progress);
    try (Scope run = scope.open("run")) {
      NDArray text =
          model.towers().get(0).encoder().encode(run, List.of(new int[] {1, 5, 9, 2}), 1);
      int channels = model.unet().config().inChannels();
      float[] sample = new float[channels * 8 * 8];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = (float) Math.sin(i);
      }
      NDArray noise =
          model
              .unet()
              .predict(
                  run,
                  run.array(sample, 1, channels, 8, 8),
                  model.unet().embedTime(run, 500),
                  model.unet().project(run, text),
                  Observer.NONE);
      NDArray picture = model.vae().decode(run, noise, Observer.NONE);
      float[] noiseValues = noise.toFloatArray();
      float[] pictureValues = picture.toFloatArray();
      float[] all = new float[noiseValues.length + pictureValues.length];
      System.arraycopy(noiseValues, 0, all, 0, noiseValues.length);
      System.arraycopy(pictureValues, 0, all, noiseValues.length, pictureValues.length);
      return all;
    } finally {
      model.close();
    }
  }

  private static ModelSettings settings(Path path, Optional<String> variant) {
    return new ModelSettings(
        path,
        variant,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Residency.ALL);
  }

  private static Path copyOf(Path model, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(model.relativize(file).toString()));
      }
    }
    return target;
  }

  private static void pickle(Path part, String stem, String pickledStem) throws IOException {
    Path safe = part.resolve(stem + ".safetensors");
    PickledCopy.of(safe, part.resolve(pickledStem + ".bin"));
    Files.delete(safe);
  }

  @Test
  void load_pickledWeightsAreTheSame() throws IOException {
    Path golden = Goldens.path("models/sd1-tiny");
    Path copy = copyOf(golden, folder.resolve("copy"));
    pickle(copy.resolve("text_encoder"), "model", "pytorch_model");
    pickle(copy.resolve("unet"), "diffusion_pytorch_model", "diffusion_pytorch_model");
    pickle(copy.resolve("vae"), "diffusion_pytorch_model", "diffusion_pytorch_model");
    assertThat(textAndNoise(copy, Optional.empty(), NumberType.FLOAT32))
        .isEqualTo(textAndNoise(golden, Optional.empty(), NumberType.FLOAT32));
  }

  @Test
  void load_prefersTheVariantThatIsAskedFor() throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    new TinyFolder(model).stored(TensorType.F16).variant("fp16").write();
    float[] plain = textAndNoise(model, Optional.empty(), NumberType.FLOAT32);
    float[] half = textAndNoise(model, Optional.of("fp16"), NumberType.FLOAT32);
    assertThat(half).isNotEqualTo(plain);
    for (String part : PLAIN_FILES) {
      Files.delete(model.resolve(part));
    }
    assertThat(textAndNoise(model, Optional.empty(), NumberType.FLOAT32))
        .as("of the variant that is there alone")
        .isEqualTo(half);
    double largest = 0;
    for (int i = 0; i < plain.length; i++) {
      largest = Math.max(largest, Math.abs(half[i] - plain[i]));
    }
    assertThat(largest).as("difference by half-precision weights, seen: 0.017").isLessThan(0.05);
  }

  @Test
  void load_progressGrowsToOne() throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    List<Double> progress = new ArrayList<>();
    textAndNoise(model, Optional.empty(), NumberType.FLOAT32, progress::add);
    assertThat(progress).isSorted().last().isEqualTo(1.0);
    assertThat(progress).hasSizeGreaterThan(100).first().satisfies(p -> assertThat(p).isPositive());
    assertThat(progress.get(progress.size() / 2)).isBetween(0.01, 1.0);
  }

  @Test
  void load_nothingButTheModelIsLeft() throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).stored(TensorType.BF16).write();
    long elements = 0;
    int tensors = 0;
    for (String part : PLAIN_FILES) {
      try (Checkpoint weights = Checkpoint.open(model.resolve(part))) {
        for (String name : weights.names()) {
          elements += weights.info(name).elements();
          tensors++;
        }
      }
    }
    try (Pipeline pipeline = Pipeline.load(model)) {
      List<NDArray> held = pipeline.scope().manager().getManagedArrays();
      assertThat(held).hasSize(tensors);
      assertThat(held.stream().mapToLong(array -> array.getShape().size()).sum())
          .isEqualTo(elements);
      assertThatThrownBy(() -> pipeline.scope().array(new float[1], 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("capped");
    }
  }

  @Test
  void load_wrongFolderIsTold() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> Pipeline.load(empty))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            empty
                + ": a model folder must hold model_index.json, but this does not. Pass the folder"
                + " that has unet, vae and text_encoder.");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Pipeline.load(missing))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            missing + ": a model folder must hold model_index.json, but this is no folder.");
    Path file = Files.writeString(folder.resolve("model.safetensors"), "");
    assertThatThrownBy(() -> Pipeline.load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("model.safetensors: ")
        .hasMessageContaining("8 bytes");
  }

  @Test
  void load_missingPartsAreToldAtOnce() throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    Files.delete(model.resolve("unet/diffusion_pytorch_model.safetensors"));
    Files.delete(model.resolve("vae/config.json"));
    assertThatThrownBy(() -> Pipeline.load(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            model + ": the model is incomplete, it lacks: weights in unet, vae/config.json.");
  }

  @Test
  void load_partsOfDifferentModelsAreToldAtOnce() throws IOException {
    Path model =
        new TinyFolder(folder.resolve("tiny"))
            .config("text_encoder", "{\"hidden_size\": 32, \"num_attention_heads\": 2}")
            .config("vae", "{\"latent_channels\": 16}")
            .write();
    assertThatThrownBy(() -> Pipeline.load(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            model
                + ": the parts are not of one model: cross_attention_dim of the unet (16) must be"
                + " hidden_size of the text_encoder (32); out_channels of the unet (4) must be"
                + " latent_channels of the vae (16); in_channels of the unet (4) must be at least"
                + " latent_channels of the vae (16).");
  }

  @Test
  void load_textEncoderTooShortForTheTokenizer() throws IOException {
    Path model =
        new TinyFolder(folder.resolve("tiny"))
            .config(
                "text_encoder",
                """
                {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2,
                 "num_attention_heads": 2, "max_position_embeddings": 32}\
                """)
            .write();
    assertThatThrownBy(() -> Pipeline.load(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("makes 77 tokens a text, but the text_encoder takes at most 32");
  }

  @Test
  void load_unknownSchedulerIsTold() throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    Path scheduler =
        Files.writeString(
            model.resolve("scheduler/scheduler_config.json"), "{\"prediction_type\": \"flow\"}");
    assertThatThrownBy(() -> Pipeline.load(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            scheduler + ": prediction_type must be one of epsilon, v_prediction, but got: flow.");
  }

  @Test
  void load_damagedWeightsAreAnIoException() throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    Path unet = model.resolve("unet/diffusion_pytorch_model.safetensors");
    try (RandomAccessFile file = new RandomAccessFile(unet.toFile(), "rw")) {
      file.setLength(file.length() - 4);
    }
    assertThatThrownBy(() -> Pipeline.load(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(unet.toString());
  }

  @Test
  void load_damagedPickleIsAnIoException() throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    Path safe = model.resolve("unet/diffusion_pytorch_model.safetensors");
    Path pickled = model.resolve("unet/diffusion_pytorch_model.bin");
    PickledCopy.withStorageCutOff(safe, pickled, "conv_out.weight");
    Files.delete(safe);
    assertThatThrownBy(() -> Pipeline.load(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("diffusion_pytorch_model.bin");
  }

  @Test
  void load_failureFreesWhatWasLoaded() throws IOException {
    Path model = new TinyFolder(folder.resolve("tiny")).write();
    SafetensorsWriter strange =
        new SafetensorsWriter()
            .add(new TensorInfo("w", TensorType.U8, List.of(1L)), ByteBuffer.allocate(1));
    strange.write(model.resolve("vae/diffusion_pytorch_model.safetensors"));
    Scope probe = TestEngine.open("probe");
    var engine = (ai.djl.pytorch.engine.PtNDManager) probe.manager().getParentManager();
    int before = engine.getManagedArrays().size();
    assertThatThrownBy(() -> Pipeline.load(model)).hasMessageContaining("Unexpected (1)");
    assertThat(engine.getManagedArrays()).hasSize(before);
    assertThatThrownBy(
            () ->
                Pipeline.builder()
                    .model(new TinyFolder(folder.resolve("other")).write())
                    .onProgress(
                        fraction -> {
                          throw new IllegalArgumentException("the listener failed");
                        })
                    .build())
        .hasMessage("the listener failed");
    assertThat(engine.getManagedArrays()).hasSize(before);
    probe.close();
  }
}
