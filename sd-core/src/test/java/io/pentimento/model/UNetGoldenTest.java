package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.DiffusersFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The U-Net, whole and block by block, against diffusers' UNet2DConditionModel. */
class UNetGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final Pattern RUN = Pattern.compile("unet\\.(t[0-9.]+|mixed|wide)\\.out");
  private static final Pattern WIDE_TIMESTEP =
      Pattern.compile("`unet\\.wide\\.out`.*timestep ([0-9.]*[0-9])");

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenModels.each(
        io ->
            io.keySet().stream()
                .filter(key -> RUN.matcher(key).matches())
                .map(key -> key.substring(0, key.length() - ".out".length())),
        UNetGoldenTest::check);
  }

  private static void check(String model, String run, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(model)) {
      UNet unet = load(model, scope);
      switch (run) {
        case "unet.mixed" -> oneTimestepPerRow(scope, unet, io);
        case "unet.wide" -> oddSidesAndLongContext(scope, unet, io, model);
        default -> everyBlock(scope, unet, io, run);
      }
    }
  }

  private static UNet load(String model, Scope scope) throws IOException {
    DiffusersFolder folder = DiffusersFolder.open(Goldens.path(model), Optional.empty());
    try (Checkpoint checkpoint = folder.component("unet").weights()) {
      Weights weights =
          new Weights(new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, elements -> {}));
      return new UNet(
          UNetConfig.read(folder.component("unet").config()), weights, NumberType.FLOAT32);
    }
  }

  private static void everyBlock(
      Scope parent, UNet unet, Map<String, GoldenTensor> io, String run) {
    String prefix = run + ".";
    double timestep = Double.parseDouble(run.substring("unet.t".length()));
    try (Scope scope = parent.open(run)) {
      NDArray time = unet.embedTime(scope, timestep);
      GoldenTensor expectedTime = io.get(prefix + "time_embedding");
      TestEngine.assertClose(
          prefix + "time_embedding",
          scope,
          scope.repeatRows(time, expectedTime.shape()[0]),
          expectedTime,
          TOLERANCE);
      List<String> seen = new ArrayList<>();
      NDArray out =
          unet.predict(
              scope,
              TestEngine.array(scope, io.get("unet.sample")),
              time,
              unet.project(scope, TestEngine.array(scope, io.get("unet.ctx"))),
              (block, output) -> {
                seen.add(prefix + block);
                TestEngine.assertClose(
                    prefix + block, scope, output, io.get(prefix + block), TOLERANCE);
              });
      TestEngine.assertClose(run, scope, out, io.get(prefix + "out"), TOLERANCE);
      assertThat(io.keySet().stream().filter(key -> key.startsWith(prefix)))
          .as("every tensor of " + prefix + " was compared")
          .hasSize(seen.size() + 2)
          .containsAll(seen);
    }
  }

  private static void oneTimestepPerRow(Scope parent, UNet unet, Map<String, GoldenTensor> io) {
    GoldenTensor expected = io.get("unet.mixed.out");
    try (Scope scope = parent.open("mixed")) {
      NDArray out =
          unet.predict(
              scope,
              TestEngine.array(scope, io.get("unet.sample")),
              unet.embedTime(scope, io.get("unet.mixed.timesteps").values()),
              unet.project(scope, TestEngine.array(scope, io.get("unet.ctx"))),
              Observer.NONE);
      TestEngine.assertClose("unet.mixed.out", scope, out, expected, TOLERANCE);
    }
  }

  private static void oddSidesAndLongContext(
      Scope parent, UNet unet, Map<String, GoldenTensor> io, String model) {
    GoldenTensor expected = io.get("unet.wide.out");
    Matcher timestep = WIDE_TIMESTEP.matcher(Goldens.text(model + "/README.md"));
    assertThat(timestep.find()).as("README.md tells the timestep of unet.wide").isTrue();
    try (Scope scope = parent.open("wide")) {
      NDArray out =
          unet.predict(
              scope,
              TestEngine.array(scope, io.get("unet.wide.sample")),
              unet.embedTime(scope, Double.parseDouble(timestep.group(1))),
              unet.project(scope, TestEngine.array(scope, io.get("unet.wide.ctx"))),
              Observer.NONE);
      TestEngine.assertClose("unet.wide.out", scope, out, expected, TOLERANCE);
    }
  }
}
