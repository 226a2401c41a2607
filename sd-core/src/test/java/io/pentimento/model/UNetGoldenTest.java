package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final Pattern PIX2PIX_TIMESTEP = Pattern.compile("`out`.*timestep ([0-9.]*[0-9])");

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenModels.each(
        io ->
            io.keySet().stream()
                .filter(key -> RUN.matcher(key).matches())
                .map(key -> key.substring(0, key.length() - ".out".length())),
        UNetGoldenTest::check);
  }

  /** A model that edits pictures by instruction, from its folder. */
  @TestFactory
  Stream<DynamicTest> pix2pix() {
    String file = "models/pix2pix-tiny/io.safetensors";
    return GoldenCases.of(
        file,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(file);
          return Stream.of(DynamicTest.dynamicTest(file, () -> checkPix2pix(io)));
        });
  }

  private static void checkPix2pix(Map<String, GoldenTensor> io) throws IOException {
    Matcher timestep = PIX2PIX_TIMESTEP.matcher(Goldens.text("models/pix2pix-tiny/README.md"));
    assertThat(timestep.find()).as("README.md tells the timestep").isTrue();
    try (Scope scope = TestEngine.open("pix2pix")) {
      UNet unet = GoldenModels.unet(scope, "models/pix2pix-tiny");
      NDArray out =
          unet.predict(
              scope,
              TestEngine.array(scope, io.get("sample")),
              unet.embedTime(scope, Double.parseDouble(timestep.group(1))),
              unet.project(scope, TestEngine.array(scope, io.get("ctx"))),
              Observer.NONE);
      TestEngine.assertClose("out", scope, out, io.get("out"), TOLERANCE);
    }
  }

  private static void check(String model, String run, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(model)) {
      UNet unet = GoldenModels.unet(scope, model);
      switch (run) {
        case "unet.mixed" -> oneTimestepPerRow(scope, unet, io);
        case "unet.wide" -> oddSidesAndLongContext(scope, unet, io, model);
        default -> everyBlock(scope, unet, io, run);
      }
    }
  }

  /**
   * Projects the prompt, for SDXL with the pooled texts and the sizes that are recorded, of which a
   * smaller batch has the last.
   */
  private static UNet.PromptKeys prompt(
      Scope scope, UNet unet, Map<String, GoldenTensor> io, String context) {
    NDArray vectors = TestEngine.array(scope, io.get(context));
    if (!io.containsKey("unet.text_embeds")) {
      return unet.project(scope, vectors);
    }
    NDArray pooled = TestEngine.array(scope, io.get("unet.text_embeds"));
    GoldenTensor ids = io.get("unet.time_ids");
    int count = Math.toIntExact(ids.shape()[1]);
    NDList rows = new NDList();
    int recorded = Math.toIntExact(ids.shape()[0]);
    int first = recorded - Math.toIntExact(vectors.getShape().get(0));
    for (int row = first; row < recorded; row++) {
      double[] numbers = Arrays.copyOfRange(ids.values(), row * count, (row + 1) * count);
      rows.add(unet.addedVector(scope, scope.slice(pooled, row, row + 1L, 0), numbers));
    }
    return unet.project(scope, vectors, Optional.of(NDArrays.concat(rows)));
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
              prompt(scope, unet, io, "unet.ctx"),
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
              prompt(scope, unet, io, "unet.ctx"),
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
              prompt(scope, unet, io, "unet.wide.ctx"),
              Observer.NONE);
      TestEngine.assertClose("unet.wide.out", scope, out, expected, TOLERANCE);
    }
  }
}
