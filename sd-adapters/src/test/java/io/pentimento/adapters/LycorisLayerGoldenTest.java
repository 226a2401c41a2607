package io.pentimento.adapters;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Single layers against LyCORIS: what the files of whole models lack. */
class LycorisLayerGoldenTest {
  private static final String FOLDER = "models/adapters/lycoris-layers/";
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> expected_safetensors() {
    return GoldenCases.of(
        FOLDER + "expected.safetensors",
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(FOLDER + "expected.safetensors");
          return io.keySet().stream()
              .filter(key -> !key.startsWith("base."))
              .flatMap(
                  key ->
                      Stream.of(".safetensors", ".pt")
                          .filter(ending -> Goldens.has(FOLDER + file(key) + ending))
                          .map(ending -> dynamicTest(key + ending, () -> check(key, ending, io))));
        });
  }

  private static String file(String key) {
    return key.substring(0, key.indexOf('.'));
  }

  private static void check(String key, String ending, Map<String, GoldenTensor> io)
      throws IOException {
    String file = file(key);
    String name = key.substring(file.length() + 1);
    ModelLayout layout = layout(io);
    Layer layer = new LayerNames(layout).find(name).orElseThrow();
    GoldenTensor expected = io.get(key);
    try (Scope scope = TestEngine.open(file)) {
      ChangedModel model = new ChangedModel(layout, scope);
      Lora.read(Goldens.path(FOLDER + file + ending), 1).apply(model);
      float[] change =
          model.sum(
              ModelPart.UNET, layer.weightName(), io.get("base." + name).floats(), layer.shape());
      double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElseThrow();
      expected.assertClose(key, layer.shape(), change, TOLERANCE * largest);
    }
  }

  /** A model of the layers alone. */
  private static ModelLayout layout(Map<String, GoldenTensor> io) {
    Map<String, long[]> unet = new LinkedHashMap<>();
    io.forEach(
        (key, tensor) -> {
          if (key.startsWith("base.")) {
            boolean linear = tensor.shape().length == 2;
            unet.put(
                linear
                    ? "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight"
                    : "down_blocks.0.resnets.0.conv1.weight",
                tensor.shape());
          }
        });
    return new SmallModel("layers", Map.of(ModelPart.UNET, unet));
  }
}
