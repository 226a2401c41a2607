package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.PickledCopy;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.checkpoint.original.OriginalCopy;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.StepWeight;
import io.pentimento.sampling.Prediction;
import io.pentimento.testing.Goldens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleFileTest {
  private static final TextToImage REQUEST =
      TextToImage.builder("a cat").size(64, 64).steps(3).seed(5).build();

  private static final String QUERY =
      "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight";

  @TempDir Path files;
  private Path folder;
  private Path file;

  @BeforeEach
  void writeModel() throws IOException {
    folder = new TinyFolder(files.resolve("tiny")).write();
    file =
        OriginalCopy.of(
            folder, files.resolve("a.cat-v2.safetensors"), "unet", "vae", "text_encoder");
  }

  private static int[] pixels(Pipeline pipeline) {
    BufferedImage picture = pipeline.generate(REQUEST).image();
    return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, 64);
  }

  private Pipeline.Builder ofFile(Path path) {
    return Pipeline.builder().model(path).config(folder);
  }

  @Test
  void file_drawsWhatItsFolderDraws() throws Exception {
    int[] expected;
    try (Pipeline pipeline = Pipeline.load(folder)) {
      expected = pixels(pipeline);
      assertThat(pipeline.modelHash()).isEmpty();
      assertThat(pipeline.description().name()).isEqualTo("tiny");
    }
    String hash =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)))
            .substring(0, 10);
    try (Pipeline pipeline = ofFile(file).build()) {
      assertThat(pixels(pipeline)).isEqualTo(expected);
      assertThat(pipeline.description())
          .hasToString("a.cat-v2: Stable Diffusion 1, epsilon prediction, stored as f32");
      assertThat(pipeline.description().family()).isEqualTo(ModelFamily.SD1);
      assertThat(pipeline.description().stored()).containsExactly(TensorType.F32);
      assertThat(pipeline.modelHash()).contains(hash);
      assertThat(pipeline.generate(REQUEST).parameters(0))
          .contains("Model hash: " + hash + ", Model: a.cat-v2");
    }
    Path pickled = files.resolve("pickled.ckpt");
    PickledCopy.of(file, pickled);
    try (Pipeline pipeline = ofFile(pickled).build()) {
      assertThat(pixels(pipeline)).isEqualTo(expected);
    }
  }

  @Test
  void adapters_changeWhatAFileDraws_andBothAreRecorded() throws IOException {
    MadeUpPatch ink =
        new MadeUpPatch("ink")
            .product(ModelPart.UNET, QUERY, 1, StepWeight.of(1), 8, 8)
            .tag("<lora:ink:1>");
    AdapterSource adapters =
        names ->
            new AdapterSource.Found(names.loras().isEmpty() ? ModelPatch.none() : ink, List.of());
    TextToImage named = TextToImage.builder("a cat<lora:ink:1>").size(64, 64).steps(3).build();
    try (Pipeline pipeline = ofFile(file).adapters(adapters).adapterMemory(1 << 20).build()) {
      int[] plain = pixels(pipeline);
      Generation drawn = pipeline.generate(named.toBuilder().seed(5).build());
      assertThat(drawn.image().getRGB(0, 0, 64, 64, null, 0, 64)).isNotEqualTo(plain);
      assertThat(drawn.parameters(0))
          .startsWith("a cat<lora:ink:1>\n")
          .contains("Model hash: " + pipeline.modelHash().orElseThrow());
      assertThat(pixels(pipeline)).isEqualTo(plain);
    }
  }

  @Test
  void configOfOneJsonFile_isEnough() throws IOException {
    Path json =
        Files.writeString(
            files.resolve("tiny.json"),
            "{\"unet\": %s, \"vae\": %s, \"text_encoder\": %s}"
                .formatted(config("unet"), config("vae"), config("text_encoder")));
    try (Pipeline expected = ofFile(file).build();
        Pipeline pipeline = Pipeline.builder().model(file).config(json).build()) {
      assertThat(pixels(pipeline)).isEqualTo(pixels(expected));
    }
  }

  private String config(String part) throws IOException {
    return Files.readString(folder.resolve(part).resolve("config.json"));
  }

  @Test
  void withoutConfig_saysWhatIsNeeded() {
    assertThatThrownBy(() -> Pipeline.load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("a.cat-v2.safetensors")
        .hasMessageContaining("norm_num_groups")
        .hasMessageContaining("pass its own configuration with config(Path)");
  }

  @Test
  void vae_ofAnotherFileOrFolder() throws IOException {
    Path half = OriginalCopy.of(folder, files.resolve("half.safetensors"), "unet", "text_encoder");
    Path alone = OriginalCopy.of(folder, files.resolve("alone.safetensors"), "vae");
    assertThatThrownBy(() -> ofFile(half).build())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("Stable Diffusion 1 with 4 input channels")
        .hasMessageContaining("it lacks: vae. Pass an autoencoder with vae(Path).");
    int[] expected;
    try (Pipeline pipeline = ofFile(file).build()) {
      expected = pixels(pipeline);
    }
    for (Path vae : new Path[] {alone, file, folder.resolve("vae")}) {
      try (Pipeline pipeline = ofFile(half).vae(vae).build()) {
        assertThat(pixels(pipeline)).as(vae.toString()).isEqualTo(expected);
      }
    }
    try (Pipeline pipeline = ofFile(half).vae(alone).build()) {
      assertThat(pipeline.generate(REQUEST).parameters(0)).contains("VAE: alone.safetensors");
    }
    assertThatThrownBy(() -> ofFile(file).vae(half).build())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("decoder.conv_in.weight in ")
        .hasMessageContaining("half.safetensors");
  }

  @Test
  void partsThatAreMissing_areTold() throws IOException {
    Path alone = OriginalCopy.of(folder, files.resolve("unet.safetensors"), "unet", "vae");
    assertThatThrownBy(() -> ofFile(alone).build())
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("it lacks: text_encoder. Is this a part of a model");
  }

  @Test
  void prediction_isWhatIsTold() throws IOException {
    try (Pipeline pipeline =
        ofFile(file).predictionType(Prediction.VELOCITY).zeroTerminalSnr(true).build()) {
      assertThat(pipeline.description().prediction()).isEqualTo(Prediction.VELOCITY);
      assertThat(pipeline.description())
          .hasToString(
              "a.cat-v2: Stable Diffusion 1, v prediction with zero terminal SNR, stored as f32");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil_zip.ckpt", "evil_legacy.pt", "evil_plain.pkl", "evil_eval.pkl"})
  void hostileFile_isRefusedByName(String name) {
    Path hostile = Goldens.path("models/pickles/" + name);
    assertThatThrownBy(() -> Pipeline.load(hostile))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(name);
  }

  /** Weights of 8 bits with a scale each are those numbers, whoever reads them. */
  @Test
  void file_scaledWeights_drawsWhatTheirProductsDraw() throws Exception {
    SafetensorsWriter scaled = new SafetensorsWriter();
    SafetensorsWriter products = new SafetensorsWriter();
    Random random = new Random(3);
    try (Checkpoint plain = Checkpoint.open(file)) {
      for (String name : plain.names()) {
        TensorInfo info = plain.info(name);
        float[] values = TensorValues.floats(plain, name);
        if (name.startsWith("model.diffusion_model.") && info.shape().size() == 2) {
          byte[] bits = new byte[values.length];
          random.nextBytes(bits);
          for (int i = 0; i < bits.length; i++) {
            bits[i] &= (byte) 0xb7; // no NaN, none larger than 16
          }
          scaled.add(new TensorInfo(name, TensorType.F8_E4M3, info.shape()), ByteBuffer.wrap(bits));
          String scale = name.replaceFirst("weight$", "scale_weight");
          scaled.add(new TensorInfo(scale, TensorType.F32, List.of()), new float[] {0.03f});
          values = TensorValues.floats(ByteBuffer.wrap(bits), TensorType.F8_E4M3);
          for (int i = 0; i < values.length; i++) {
            values[i] *= 0.03f;
          }
        } else {
          scaled.add(info, values);
        }
        products.add(info, values);
      }
    }
    scaled.add(
        new TensorInfo("model.diffusion_model.scaled_fp8", TensorType.F8_E4M3, List.of(0L)),
        ByteBuffer.allocate(0));
    Path small = files.resolve("small.safetensors");
    scaled.write(small);
    Path wide = files.resolve("wide.safetensors");
    products.write(wide);
    try (Pipeline one = ofFile(small).build();
        Pipeline other = ofFile(wide).build()) {
      assertThat(one.description().stored())
          .containsExactlyInAnyOrder(TensorType.F8_E4M3, TensorType.F32);
      assertThat(one.description().ignored()).isEqualTo(other.description().ignored());
      assertThat(pixels(one)).isEqualTo(pixels(other));
    }
  }
}
