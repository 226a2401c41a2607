package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The ControlNet, and the U-Net under it, against diffusers' ControlNetModel. */
class ControlNetworkGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String FOLDER = "models/controlnet-tiny";
  private static final String XL = "models/controlnet-xl-tiny";
  private static final String SINGLE = "models/single-file/controlnet-tiny-fp16.safetensors";
  private static final String OUT = ".unet_out";

  @TempDir Path files;

  @TestFactory
  Stream<DynamicTest> folder() {
    return each(FOLDER, "models/sd1-tiny", scope -> fromFolder(FOLDER, scope));
  }

  @TestFactory
  Stream<DynamicTest> xlFolder() {
    return each(XL, "models/sdxl-tiny", scope -> fromFolder(XL, scope));
  }

  /** The original names, without a config but for what no tensor tells. */
  @TestFactory
  Stream<DynamicTest> xlSingleFile() {
    return each(
        XL,
        "models/sdxl-tiny",
        scope -> {
          Path original = files.resolve("original.safetensors");
          ComponentFolder folder = ComponentFolder.of(Goldens.path(XL), Optional.empty());
          try (Checkpoint checkpoint = folder.weights()) {
            OriginalControlCopy.write(checkpoint, folder.config(), original);
          }
          try (Checkpoint checkpoint = Checkpoint.open(original)) {
            return read(checkpoint, folder.config(), Optional.empty(), scope);
          }
        });
  }

  /** A file of differences, each rounded to float32. */
  @TestFactory
  Stream<DynamicTest> difference() {
    return each(
        FOLDER,
        "models/sd1-tiny",
        scope -> {
          ComponentFolder control = ComponentFolder.of(Goldens.path(FOLDER), Optional.empty());
          ComponentFolder unet = GoldenModels.part("models/sd1-tiny", "unet");
          Path differences = files.resolve("difference.safetensors");
          try (Checkpoint whole = control.weights();
              Checkpoint base = unet.weights()) {
            writeDifference(whole, base, differences);
          }
          try (Checkpoint checkpoint = Checkpoint.open(differences)) {
            return read(checkpoint, control.config(), Optional.of(unet::weights), scope);
          }
        });
  }

  private static void writeDifference(Checkpoint whole, Checkpoint base, Path file)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (String name : whole.names()) {
      float[] values = TensorValues.floats(whole, name);
      if (base.names().contains(name)) {
        float[] own = TensorValues.floats(base, name);
        for (int i = 0; i < values.length; i++) {
          values[i] -= own[i];
        }
      }
      writer.add(new TensorInfo(name, TensorType.F32, whole.info(name).shape()), values);
    }
    writer.add(new TensorInfo("difference", TensorType.F32, List.of()), new float[] {1});
    writer.write(file);
  }

  @TestFactory
  Stream<DynamicTest> singleFile() {
    return each(
        FOLDER,
        "models/sd1-tiny",
        scope -> {
          try (Checkpoint checkpoint = Checkpoint.open(Goldens.path(SINGLE))) {
            ComponentConfig config = ComponentConfig.read(Goldens.path(FOLDER + "/config.json"));
            return read(checkpoint, config, Optional.empty(), scope);
          }
        });
  }

  private interface Reading {
    ControlNetwork read(Scope scope) throws IOException;
  }

  private static ControlNetwork fromFolder(String path, Scope scope) throws IOException {
    ComponentFolder folder = ComponentFolder.of(Goldens.path(path), Optional.empty());
    try (Checkpoint checkpoint = folder.weights()) {
      return read(checkpoint, folder.config(), Optional.empty(), scope);
    }
  }

  private static ControlNetwork read(
      Checkpoint checkpoint,
      ComponentConfig config,
      Optional<ControlNetwork.BaseWeights> base,
      Scope scope)
      throws IOException {
    return ControlNetwork.read(checkpoint, Optional.of(config), base, scope, NumberType.FLOAT32);
  }

  private static Stream<DynamicTest> each(String folder, String base, Reading reading) {
    return GoldenCases.of(
        folder,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(folder + "/io.safetensors");
          return io.keySet().stream()
              .filter(key -> key.endsWith(OUT))
              .map(key -> key.substring(0, key.length() - OUT.length()))
              .map(
                  run ->
                      DynamicTest.dynamicTest(
                          folder + " " + run, () -> check(reading, base, run, io)));
        });
  }

  private static void check(Reading reading, String base, String run, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(run)) {
      ControlNetwork network = reading.read(scope);
      NDArray sample = TestEngine.array(scope, io.get("sample"));
      NDArray context = TestEngine.array(scope, io.get("ctx"));
      double timestep = io.get("timestep").values()[0];
      NDArray picture = network.readPicture(scope, TestEngine.array(scope, io.get("cond")));
      TestEngine.assertClose("cond_embedding", scope, picture, io.get("cond_embedding"), TOLERANCE);
      UNet unet = GoldenModels.unet(scope, base);
      Optional<NDArray> added = added(unet, scope, io);
      Optional<ControlResiduals> residuals = Optional.empty();
      if (!run.equals("plain")) {
        ControlResiduals computed =
            network.residuals(
                scope,
                sample,
                network.embedTime(scope, timestep),
                network.project(scope, context, added),
                picture,
                factors(scope, run, network.config().downResiduals() + 1));
        assertResiduals(scope, run, computed, io);
        residuals = Optional.of(computed);
      }
      NDArray out =
          unet.predict(
              scope,
              sample,
              unet.embedTime(scope, timestep),
              unet.project(scope, context, added),
              UNetOptions.NONE.withControl(residuals),
              Observer.NONE);
      TestEngine.assertClose(run + OUT, scope, out, io.get(run + OUT), TOLERANCE);
    }
  }

  private static void assertResiduals(
      Scope scope, String run, ControlResiduals computed, Map<String, GoldenTensor> io) {
    List<String> compared = new ArrayList<>();
    for (int i = 0; i < computed.down().size(); i++) {
      String key = run + ".down." + i;
      if (io.containsKey(key)) {
        TestEngine.assertClose(key, scope, computed.down().get(i), io.get(key), TOLERANCE);
        compared.add(key);
      }
    }
    TestEngine.assertClose(run + ".mid", scope, computed.middle(), io.get(run + ".mid"), TOLERANCE);
    assertThat(io.keySet().stream().filter(key -> key.startsWith(run + ".down.")))
        .containsExactlyInAnyOrderElementsOf(compared);
  }

  /** The factors of a run whose name tells them: a scale, or those of diffusers' guess mode. */
  private static List<NDArray> factors(Scope scope, String run, int count) {
    if (!run.equals("guess")) {
      double scale = Double.parseDouble(run.substring("scale".length()));
      return Collections.nCopies(count, scope.array(new float[] {(float) scale}, 1, 1, 1, 1));
    }
    List<NDArray> factors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double factor = Math.pow(10, i / (count - 1.0) - 1);
      factors.add(scope.array(new float[] {(float) factor}, 1, 1, 1, 1));
    }
    return factors;
  }

  /** Returns what an SDXL network takes beside the prompts, one row for each. */
  private static Optional<NDArray> added(UNet unet, Scope scope, Map<String, GoldenTensor> io) {
    if (!io.containsKey("text_embeds")) {
      return Optional.empty();
    }
    NDArray pooled = TestEngine.array(scope, io.get("text_embeds"));
    double[] numbers = io.get("time_ids").values();
    int each = Math.toIntExact(io.get("time_ids").shape()[1]);
    int rows = numbers.length / each;
    NDArray all = null;
    for (int i = 0; i < rows; i++) {
      NDArray row =
          unet.addedVector(
              scope,
              scope.slice(pooled, i, i + 1L, 0),
              Arrays.copyOfRange(numbers, i * each, (i + 1) * each));
      all = all == null ? row : scope.concat(all, row, 0);
    }
    return Optional.ofNullable(all);
  }
}
