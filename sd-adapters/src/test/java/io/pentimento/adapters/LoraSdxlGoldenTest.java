package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A file for SDXL, with original names for the U-Net, finds every layer of an SDXL model. */
class LoraSdxlGoldenTest {
  private static final String FILE = "models/adapters/lora/lora-kohya-sdxl.safetensors";
  private static final String MODEL = "models/sdxl-tiny";

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
}
