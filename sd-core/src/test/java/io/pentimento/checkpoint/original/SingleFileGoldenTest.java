package io.pentimento.checkpoint.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Files of the original layout hold, under diffusers' names, the very weights of the folders they
 * were made of, and are known for what they are without any configuration.
 */
class SingleFileGoldenTest {
  private static final String FILES = "models/single-file/";

  /** Half a unit in the last place of bfloat16. */
  private static final double BFLOAT16 = Math.scalb(1, -8);

  /**
   * A file and the folder it was made of.
   *
   * @param inputChannels what its U-Net takes
   */
  private record Twin(String file, String folder, ModelFamily family, int inputChannels) {}

  private static final List<Twin> TWINS =
      List.of(
          new Twin("sd1-tiny-fp16.safetensors", "sd1-tiny", ModelFamily.SD1, 4),
          new Twin("sd1-tiny-fp16.ckpt", "sd1-tiny", ModelFamily.SD1, 4),
          new Twin("sd1-inpaint-tiny-fp16.safetensors", "sd1-inpaint-tiny", ModelFamily.SD1, 9),
          new Twin("sd2-tiny-fp16.safetensors", "sd2-tiny", ModelFamily.SD2, 4),
          new Twin("sdxl-tiny-fp16.safetensors", "sdxl-tiny", ModelFamily.SDXL, 4),
          new Twin("pix2pix-tiny-unet-fp16.safetensors", "pix2pix-tiny", ModelFamily.SD1, 8));

  @TestFactory
  Stream<DynamicTest> models() {
    return TWINS.stream()
        .flatMap(twin -> GoldenCases.of(FILES + twin.file, () -> Stream.of(test(twin))));
  }

  private static DynamicTest test(Twin twin) {
    return DynamicTest.dynamicTest(twin.file, () -> check(twin));
  }

  private static void check(Twin twin) throws IOException {
    Path file = Goldens.path(FILES + twin.file);
    try (OriginalModel model = OriginalModel.open(file, ExplicitConfig.none(), false)) {
      assertThat(model.family()).isEqualTo(twin.family);
      assertThat(model.inputChannels()).isEqualTo(twin.inputChannels);
      for (String part : model.parts()) {
        ComponentFolder folder = GoldenModels.part("models/" + twin.folder, part);
        try (Checkpoint expected = folder.weights()) {
          assertSameWeights(part, model.weights(part), expected, 0);
        }
        assertSameArchitecture(model, part, folder);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> autoencoders() {
    return Stream.of(
            new Twin("vae-alone-inpaint-tiny.vae.pt", "sd1-inpaint-tiny", ModelFamily.SD1, 9),
            new Twin("vae-alone-sd2-tiny-bf16.safetensors", "sd2-tiny", ModelFamily.SD2, 4),
            new Twin("sdxl-tiny-fp16.safetensors", "sdxl-tiny", ModelFamily.SDXL, 4))
        .flatMap(
            twin ->
                GoldenCases.of(
                    FILES + twin.file,
                    () ->
                        Stream.of(
                            DynamicTest.dynamicTest(twin.file, () -> checkAutoencoder(twin)))));
  }

  private static void checkAutoencoder(Twin twin) throws IOException {
    ComponentFolder folder = GoldenModels.part("models/" + twin.folder, "vae");
    try (AutoencoderFile file = AutoencoderFile.open(Goldens.path(FILES + twin.file));
        Checkpoint expected = folder.weights()) {
      double relative = twin.file.contains("bf16") ? BFLOAT16 : 0;
      assertSameWeights("vae", file.weights(), expected, relative);
      assertThat(file.config(twin.family).ints("block_out_channels", List.of()))
          .isEqualTo(folder.config().ints("block_out_channels", List.of()));
    }
  }

  private static void assertSameWeights(
      String part, Checkpoint actual, Checkpoint expected, double relative) throws IOException {
    Set<String> names = needed(expected);
    assertThat(needed(actual)).as("tensors of the " + part).isEqualTo(names);
    for (String name : names) {
      float[] values = TensorValues.floats(actual, name);
      float[] reference = TensorValues.floats(expected, name);
      assertThat(values).as(part + " " + name).hasSameSizeAs(reference);
      for (int i = 0; i < values.length; i++) {
        assertThat((double) values[i])
            .as(part + " " + name + " " + i)
            .isEqualTo(reference[i], within(relative * Math.abs(reference[i])));
      }
    }
  }

  private static Set<String> needed(Checkpoint checkpoint) {
    Set<String> names = new TreeSet<>(checkpoint.names());
    names.removeIf(name -> name.endsWith("position_ids"));
    return names;
  }

  /** What shapes tell is what the folder's configuration says. */
  private static void assertSameArchitecture(
      OriginalModel model, String part, ComponentFolder folder) throws IOException {
    List<String> numbers =
        switch (part) {
          case "unet" ->
              List.of(
                  "in_channels",
                  "out_channels",
                  "layers_per_block",
                  "cross_attention_dim",
                  "projection_class_embeddings_input_dim");
          case "vae" -> List.of("layers_per_block", "latent_channels");
          default -> List.of("hidden_size", "intermediate_size", "num_hidden_layers", "vocab_size");
        };
    for (String number : numbers) {
      assertThat(model.config(part).integer(number))
          .as(part + " " + number)
          .isEqualTo(folder.config().integer(number));
    }
    if (part.equals("unet")) {
      for (String types : List.of("down_block_types", "up_block_types")) {
        assertThat(model.config(part).texts(types, List.of()))
            .isEqualTo(folder.config().texts(types, List.of()));
      }
      List<Integer> channels = folder.config().ints("block_out_channels", List.of());
      assertThat(model.config(part).ints("block_out_channels", List.of())).isEqualTo(channels);
      assertThat(model.config(part).flag("use_linear_projection", false))
          .isEqualTo(folder.config().flag("use_linear_projection", false));
      assertThat(model.config(part).perLevel("transformer_layers_per_block", channels.size(), 1))
          .isEqualTo(folder.config().perLevel("transformer_layers_per_block", channels.size(), 1));
    }
  }
}
