package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The ControlNet, and the U-Net under it, against diffusers' ControlNetModel. */
class ControlNetworkGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String FOLDER = "models/controlnet-tiny";
  private static final String SINGLE = "models/single-file/controlnet-tiny-fp16.safetensors";
  private static final String OUT = ".unet_out";

  @TestFactory
  Stream<DynamicTest> folder() {
    return each(FOLDER, ControlNetworkGoldenTest::fromFolder);
  }

  @TestFactory
  Stream<DynamicTest> singleFile() {
    return each(
        SINGLE,
        scope -> {
          try (Checkpoint checkpoint = Checkpoint.open(Goldens.path(SINGLE))) {
            return read(checkpoint, scope);
          }
        });
  }

  private interface Reading {
    ControlNetwork read(Scope scope) throws IOException;
  }

  private static ControlNetwork fromFolder(Scope scope) throws IOException {
    ComponentFolder folder = ComponentFolder.of(Goldens.path(FOLDER), Optional.empty());
    try (Checkpoint checkpoint = folder.weights()) {
      return read(checkpoint, scope);
    }
  }

  private static ControlNetwork read(Checkpoint checkpoint, Scope scope) throws IOException {
    ComponentConfig config = ComponentConfig.read(Goldens.path(FOLDER + "/config.json"));
    return ControlNetwork.read(checkpoint, Optional.of(config), scope, NumberType.FLOAT32);
  }

  private static Stream<DynamicTest> each(String name, Reading reading) {
    return GoldenCases.of(
        name,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(FOLDER + "/io.safetensors");
          return io.keySet().stream()
              .filter(key -> key.endsWith(OUT))
              .map(key -> key.substring(0, key.length() - OUT.length()))
              .map(run -> DynamicTest.dynamicTest(name + " " + run, () -> check(reading, run, io)));
        });
  }

  private static void check(Reading reading, String run, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(run)) {
      ControlNetwork network = reading.read(scope);
      NDArray sample = TestEngine.array(scope, io.get("sample"));
      NDArray context = TestEngine.array(scope, io.get("ctx"));
      double timestep = io.get("timestep").values()[0];
      NDArray picture = network.readPicture(scope, TestEngine.array(scope, io.get("cond")));
      TestEngine.assertClose("cond_embedding", scope, picture, io.get("cond_embedding"), TOLERANCE);
      Optional<ControlResiduals> residuals = Optional.empty();
      if (!run.equals("plain")) {
        ControlResiduals computed =
            network.residuals(
                scope,
                sample,
                network.embedTime(scope, timestep),
                network.project(scope, context),
                picture,
                factors(scope, run, network.config().downResiduals() + 1));
        assertResiduals(scope, run, computed, io);
        residuals = Optional.of(computed);
      }
      UNet unet = unet(scope);
      NDArray out =
          unet.predict(
              scope,
              sample,
              unet.embedTime(scope, timestep),
              unet.project(scope, context),
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

  private static UNet unet(Scope scope) throws IOException {
    ComponentFolder folder = GoldenModels.part("models/sd1-tiny", "unet");
    try (Checkpoint checkpoint = folder.weights()) {
      Weights weights =
          new Weights(new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, elements -> {}));
      return new UNet(UNetConfig.read(folder.config()), weights, NumberType.FLOAT32);
    }
  }
}
