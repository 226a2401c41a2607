package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.pentimento.PatchedFolder;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.internal.Scope;
import io.pentimento.model.Observer;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.UNet;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A file for SDXL, with original names for the U-Net, finds every layer of an SDXL model and
 * changes its three networks as diffusers does.
 */
class LoraSdxlGoldenTest {
  private static final String FOLDER = "models/adapters/lora/";
  private static final String FILE = FOLDER + "lora-kohya-sdxl.safetensors";
  private static final String EXPECTED = FOLDER + "expected-sdxl.safetensors";
  private static final String MODEL = "models/sdxl-tiny";
  private static final double TOLERANCE = 1e-4;

  private static final Pattern OUTPUT =
      Pattern.compile(
          "(?:(.+)\\.m([0-9.]+)|base)\\."
              + "(unet_out|text_last_hidden|text2_penultimate|text2_embeds)");
  private static final Pattern TIMESTEP = Pattern.compile("timestep ([0-9]+)");

  @TestFactory
  Stream<DynamicTest> layers() {
    return GoldenCases.of(
        FILE,
        () -> {
          try {
            FolderModel layout = new FolderModel(MODEL);
            LoraFile file = LoraFile.read(Goldens.path(FILE));
            return Stream.concat(
                Stream.of(dynamicTest("all match", () -> checkMatch(layout))),
                file.modules().stream()
                    .map(
                        module ->
                            dynamicTest(module.name(), () -> checkChange(layout, module.name()))));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private static void checkMatch(FolderModel layout) throws IOException {
    LoraMatch match = Lora.read(Goldens.path(FILE), 1).match(layout);
    assertThat(match.unmatched()).isEmpty();
    Set<ModelPart> parts = new HashSet<>();
    for (String name : match.matched()) {
      parts.add(new LayerNames(layout).find(name).orElseThrow().part());
    }
    assertThat(parts)
        .isEqualTo(Set.of(ModelPart.UNET, ModelPart.TEXT_ENCODER, ModelPart.TEXT_ENCODER_2));
  }

  /** The change is alpha / rank times up times down, whatever the layer is called. */
  private static void checkChange(FolderModel layout, String name) throws IOException {
    Layer layer = new LayerNames(layout).find(name).orElseThrow();
    float[] expected;
    try (Checkpoint file = Checkpoint.open(Goldens.path(FILE))) {
      List<Long> down = file.info(name + ".lora_down.weight").shape();
      int rank = Math.toIntExact(down.get(0));
      expected =
          WrittenLora.product(
              TensorValues.floats(file, name + ".lora_up.weight"),
              TensorValues.floats(file, name + ".lora_down.weight"),
              rank,
              TensorValues.floats(file, name + ".alpha")[0] / (double) rank);
    }
    try (Scope scope = TestEngine.open("sdxl")) {
      ChangedModel model = new ChangedModel(layout, scope);
      Lora.read(Goldens.path(FILE), 1).apply(model);
      assertThat(
              model.sum(
                  layer.part(), layer.weightName(), new float[expected.length], layer.shape()))
          .containsExactly(expected, Offset.offset(1e-6f));
    }
  }

  /** The networks as a run gets them, all three at once under one patch. */
  @TestFactory
  Stream<DynamicTest> outputs() {
    return GoldenCases.of(
        EXPECTED,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(EXPECTED);
          return io.keySet().stream()
              .map(OUTPUT::matcher)
              .filter(Matcher::matches)
              .map(name -> dynamicTest(name.group(), () -> checkOutput(name, io)));
        });
  }

  private static void checkOutput(Matcher name, Map<String, GoldenTensor> io) throws IOException {
    AdapterStack.Builder stack = AdapterStack.builder();
    if (name.group(1) != null) {
      Path file = Goldens.path(FOLDER + name.group(1) + ".safetensors");
      stack.add(Lora.read(file, Double.parseDouble(name.group(2))));
    }
    try (PatchedFolder model = PatchedFolder.open(GoldenModels.whole(MODEL), stack.build());
        Scope scope = TestEngine.open("sdxl output")) {
      NDArray out =
          name.group(3).equals("unet_out")
              ? unetOut(model.unet(), scope, io)
              : textOut(name.group(3), model, scope, io);
      TestEngine.assertClose(name.group(), scope, out, io.get(name.group()), TOLERANCE);
    }
  }

  private static NDArray unetOut(UNet unet, Scope scope, Map<String, GoldenTensor> io) {
    Matcher timestep = TIMESTEP.matcher(Goldens.text(FOLDER + "README.md"));
    assertThat(timestep.find()).as("README.md tells the timestep").isTrue();
    NDArray context = TestEngine.array(scope, io.get("input.ctx"));
    return unet.predict(
        scope,
        TestEngine.array(scope, io.get("input.sample")),
        unet.embedTime(scope, Double.parseDouble(timestep.group(1))),
        unet.project(scope, context, Optional.of(added(unet, scope, io))),
        Observer.NONE);
  }

  /** Returns a row for each of the batch. */
  private static NDArray added(UNet unet, Scope scope, Map<String, GoldenTensor> io) {
    GoldenTensor sizes = io.get("input.time_ids");
    int count = Math.toIntExact(sizes.shape()[1]);
    NDArray pooled = TestEngine.array(scope, io.get("input.text_embeds"));
    NDList rows = new NDList();
    for (int row = 0; row < sizes.shape()[0]; row++) {
      double[] numbers = Arrays.copyOfRange(sizes.values(), row * count, (row + 1) * count);
      rows.add(unet.addedVector(scope, scope.slice(pooled, row, row + 1L, 0), numbers));
    }
    return NDArrays.concat(rows);
  }

  private static NDArray textOut(
      String name, PatchedFolder model, Scope scope, Map<String, GoldenTensor> io)
      throws IOException {
    List<int[]> ids = TokenRows.of(io.get("input.input_ids"));
    if (name.equals("text_last_hidden")) {
      return model.textEncoder(ModelPart.TEXT_ENCODER).encode(scope, ids, 1);
    }
    TextEncoder second = model.textEncoder(ModelPart.TEXT_ENCODER_2);
    TextEncoder.Encoded encoded = second.encodePlain(scope, ids, 2, TokenRows.end(MODEL));
    return name.equals("text2_embeds") ? encoded.pooled().orElseThrow() : encoded.hidden();
  }
}
