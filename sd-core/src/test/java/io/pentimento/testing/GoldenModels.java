package io.pentimento.testing;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.CheckpointTensors;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** The tiny models of the golden set that load by their configs alone. */
public final class GoldenModels {
  private static final List<String> FOLDERS =
      List.of("sd1-tiny", "sd1-inpaint-tiny", "sd2-tiny", "sdxl-tiny");

  private GoldenModels() {}

  /** Checks one case of one model. */
  public interface Check {
    /**
     * Checks a case.
     *
     * @param model the model's folder, {@code models/sd1-tiny}
     * @param name the case
     * @param io the recorded inputs and outputs
     */
    void check(String model, String name, Map<String, GoldenTensor> io) throws Exception;
  }

  /**
   * Makes one test for each case of each model, one skipped test for each model that the set lacks.
   *
   * @param cases finds the cases in a model's recorded tensors
   */
  public static Stream<DynamicTest> each(
      Function<Map<String, GoldenTensor>, Stream<String>> cases, Check check) {
    return FOLDERS.stream()
        .flatMap(
            folder -> {
              String file = folder + "/io.safetensors";
              return GoldenCases.of(file, () -> ofModel(file, "models/" + folder, cases, check));
            });
  }

  /**
   * Returns the folder of one part of a model, or skips the test where the set lacks its settings
   * or its weights.
   *
   * @param model the model's folder, {@code models/sd1-tiny}
   */
  public static ComponentFolder part(String model, String part) {
    String folder = model + "/" + part;
    Goldens.path(folder + "/config.json");
    ComponentFolder component = ComponentFolder.of(Goldens.path(folder), Optional.empty());
    Assumptions.assumeTrue(
        component.weightsFile().isPresent(), () -> folder + " of this set has no weights");
    return component;
  }

  /**
   * Reads a U-Net in float32, or skips the test where the set lacks it.
   *
   * @param scope where its weights live
   * @param model the model's folder, {@code models/sd1-tiny}
   */
  public static UNet unet(Scope scope, String model) throws IOException {
    ComponentFolder folder = part(model, "unet");
    try (Checkpoint checkpoint = folder.weights()) {
      CheckpointTensors tensors =
          new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, elements -> {});
      return new UNet(UNetConfig.read(folder.config()), new Weights(tensors), NumberType.FLOAT32);
    }
  }

  /** Returns a folder that a whole model loads from, or skips the test where anything lacks. */
  public static Path whole(String model) {
    List.of("text_encoder", "unet", "vae").forEach(part -> part(model, part));
    List.of("model_index.json", "scheduler/scheduler_config.json")
        .forEach(file -> Goldens.path(model + "/" + file));
    return Goldens.path(model);
  }

  private static Stream<DynamicTest> ofModel(
      String file,
      String model,
      Function<Map<String, GoldenTensor>, Stream<String>> cases,
      Check check) {
    Map<String, GoldenTensor> io = Goldens.tensors(model + "/io.safetensors");
    return cases
        .apply(io)
        .sorted()
        .map(
            name -> DynamicTest.dynamicTest(file + " " + name, () -> check.check(model, name, io)));
  }
}
