package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.PatchedFolder;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.CheckpointTensors;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.Weights;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Embeddings of all forms against their vectors, and text encoders whose table of tokens has these
 * behind its own against what transformers gave.
 */
class TextualInversionGoldenTest {
  private static final String FOLDER = "models/adapters/textual-inversion";
  private static final String EXPECTED = FOLDER + "/expected.safetensors";
  private static final String XL_MODEL = "models/sdxl-tiny";
  private static final double TOLERANCE = 1e-4;

  @TestFactory
  Stream<DynamicTest> vectors() {
    return GoldenCases.of(
        "textual inversion files",
        () -> {
          Map<String, GoldenTensor> expected = Goldens.tensors(EXPECTED);
          return files()
              .map(
                  file ->
                      DynamicTest.dynamicTest(
                          String.valueOf(file.getFileName()), () -> compare(file, expected)));
        });
  }

  private static Stream<Path> files() {
    try (Stream<Path> files = Files.list(Goldens.path(FOLDER))) {
      return files
          .filter(file -> !file.endsWith("expected.safetensors") && !file.endsWith("README.md"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(Path file, Map<String, GoldenTensor> expected) throws IOException {
    TextualInversionFile read = TextualInversionFile.read(file);
    List<Integer> widths = read.widths();
    if (widths.size() == 2) {
      Map<ModelPart, float[][]> pair =
          read.vectorsFor(ToyLayout.sdxl("xl", widths.get(0), widths.get(1)));
      same(pair.get(ModelPart.TEXT_ENCODER), expected.get("sdxl.clip_l"));
      same(pair.get(ModelPart.TEXT_ENCODER_2), expected.get("sdxl.clip_g"));
    } else {
      same(
          read.vectorsFor(ToyLayout.sd("sd", widths.get(0))).get(ModelPart.TEXT_ENCODER),
          expected.get("vec" + read.vectors()));
    }
  }

  private static void same(float[][] vectors, GoldenTensor expected) {
    float[][] rows = new float[(int) expected.shape()[0]][];
    int width = (int) expected.shape()[1];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = Arrays.copyOfRange(expected.floats(), row * width, (row + 1) * width);
    }
    assertThat(vectors).isDeepEqualTo(rows);
  }

  @TestFactory
  Stream<DynamicTest> textEncoder() {
    return GoldenCases.of(
        "text encoders with embeddings",
        () -> {
          Map<String, GoldenTensor> expected = Goldens.tensors(EXPECTED);
          return expected.keySet().stream()
              .filter(key -> key.startsWith("text_"))
              .sorted()
              .map(
                  key ->
                      DynamicTest.dynamicTest(
                          key, () -> lastHiddenState(key.substring("text_".length()), expected)));
        });
  }

  private static void lastHiddenState(String name, Map<String, GoldenTensor> expected)
      throws IOException {
    TextualInversionFile file =
        TextualInversionFile.read(
            files().filter(path -> path.toString().contains(name)).findFirst().orElseThrow());
    float[][] vectors =
        file.vectorsFor(ToyLayout.sd("sd", file.widths().get(0))).get(ModelPart.TEXT_ENCODER);
    try (Scope scope = TestEngine.open(name)) {
      TextEncoder encoder = extended("models/sd1-tiny", "text_encoder", vectors, scope);
      NDArray encoded = encoder.encode(scope, TokenRows.of(expected.get("ids_" + name)), 1);
      TestEngine.assertClose(name, scope, encoded, expected.get("text_" + name), TOLERANCE);
    }
  }

  @TestFactory
  Stream<DynamicTest> sdxl() {
    return GoldenCases.of(
        "text encoders of SDXL with embeddings",
        () -> {
          Map<String, GoldenTensor> expected = Goldens.tensors(EXPECTED);
          return Stream.of("text", "text2")
              .filter(encoder -> expected.containsKey("sdxl." + encoder + "_penultimate"))
              .map(
                  encoder ->
                      DynamicTest.dynamicTest(
                          "sdxl." + encoder, () -> penultimate(encoder, expected)));
        });
  }

  /** The first word's vectors follow the vocabulary, in both encoders. */
  private static void penultimate(String name, Map<String, GoldenTensor> expected)
      throws IOException {
    Path file = files().filter(path -> path.toString().contains("sdxl")).findFirst().orElseThrow();
    AdapterStack word = AdapterStack.builder().textualInversion(file).build();
    ModelPart part = name.equals("text") ? ModelPart.TEXT_ENCODER : ModelPart.TEXT_ENCODER_2;
    List<int[]> ids = TokenRows.of(expected.get("sdxl.ids"));
    try (PatchedFolder model = PatchedFolder.open(GoldenModels.whole(XL_MODEL), word);
        Scope scope = TestEngine.open(name)) {
      TextEncoder.Encoded encoded =
          model.textEncoder(part).encodePlain(scope, ids, 2, TokenRows.end(XL_MODEL));
      String penultimate = "sdxl." + name + "_penultimate";
      TestEngine.assertClose(
          penultimate, scope, encoded.hidden(), expected.get(penultimate), TOLERANCE);
      String embeds = "sdxl." + name + "_embeds";
      assertThat(encoded.pooled().isPresent()).isEqualTo(expected.containsKey(embeds));
      if (encoded.pooled().isPresent()) {
        NDArray pooled = encoded.pooled().get();
        TestEngine.assertClose(embeds, scope, pooled, expected.get(embeds), TOLERANCE);
      }
    }
  }

  /** Loads a text encoder with vectors behind its own tokens. */
  private static TextEncoder extended(String model, String part, float[][] vectors, Scope scope)
      throws IOException {
    ComponentFolder folder = GoldenModels.part(model, part);
    try (Checkpoint checkpoint = folder.weights()) {
      Weights weights =
          new Weights(new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, done -> {}));
      TextEncoder encoder = new TextEncoder(TextEncoderConfig.read(folder.config()), weights);
      int width = encoder.config().width();
      float[] flat = new float[vectors.length * width];
      for (int row = 0; row < vectors.length; row++) {
        System.arraycopy(vectors[row], 0, flat, row * width, width);
      }
      return encoder.withTokens(scope.array(flat, vectors.length, width));
    }
  }
}
