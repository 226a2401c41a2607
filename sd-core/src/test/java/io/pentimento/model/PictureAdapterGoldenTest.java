package io.pentimento.model;

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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** IP-Adapters, and the U-Net under them, against diffusers. */
class PictureAdapterGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String FOLDER = "models/ip-adapter-tiny/";
  private static final Pattern RUN = Pattern.compile("([a-z]+)\\.scale([0-9.]+)\\.unet_out");
  private static final String TOKENS = ".image_tokens";

  @TestFactory
  Stream<DynamicTest> plain() {
    return each("plain", "ip-adapter-plain-fp16.safetensors");
  }

  @TestFactory
  Stream<DynamicTest> plainPickle() {
    return each("plain", "ip-adapter-plain-fp16.bin");
  }

  @TestFactory
  Stream<DynamicTest> plus() {
    return each("plus", "ip-adapter-plus-fp16.safetensors");
  }

  private static Stream<DynamicTest> each(String kind, String file) {
    return GoldenCases.of(
        FOLDER + file,
        () -> {
          Goldens.path(FOLDER + file);
          Map<String, GoldenTensor> io = Goldens.tensors(FOLDER + "io.safetensors");
          return io.keySet().stream()
              .map(RUN::matcher)
              .filter(run -> run.matches() && run.group(1).equals(kind))
              .map(Matcher::toMatchResult)
              .sorted(Comparator.comparing(MatchResult::group))
              .map(
                  run ->
                      DynamicTest.dynamicTest(
                          file + " " + run.group(), () -> check(file, run, io)));
        });
  }

  private static final String XL = "models/ip-adapter-runs/";

  /** An SDXL network has several layers in a transformer, each of which is counted. */
  @TestFactory
  Stream<DynamicTest> xl() {
    return GoldenCases.of(
        XL + "xl.out",
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(XL + "expected.safetensors");
          Goldens.path(XL + "sdxl-plain-fp16.safetensors");
          return Stream.of(DynamicTest.dynamicTest(XL + "xl.out", () -> checkXl(io)));
        });
  }

  private static void checkXl(Map<String, GoldenTensor> io) throws IOException {
    try (Scope scope = TestEngine.open("xl");
        Checkpoint checkpoint = Checkpoint.open(Goldens.path(XL + "sdxl-plain-fp16.safetensors"))) {
      PictureAdapter adapter =
          PictureAdapter.read(checkpoint, vision(scope), scope, NumberType.FLOAT32);
      UNet unet = GoldenModels.unet(scope, "models/sdxl-tiny");
      Assertions.assertThat(adapter.misfits(unet)).isEmpty();
      NDArray added =
          unet.addedVector(
              scope, TestEngine.array(scope, io.get("xl.pooled")), io.get("xl.sizes").values());
      double weight = io.get("xl.scale").values()[0];
      PictureKeys pictures =
          adapter.project(
              scope,
              unet,
              TestEngine.array(scope, io.get("xl.image_tokens")),
              Optional.empty(),
              layer -> weight);
      UNet.PromptKeys words =
          unet.project(scope, TestEngine.array(scope, io.get("xl.ctx")), Optional.of(added));
      NDArray out =
          unet.predict(
              scope,
              TestEngine.array(scope, io.get("xl.sample")),
              unet.embedTime(scope, io.get("xl.timestep").values()),
              words.beside(List.of(pictures)),
              Observer.NONE);
      TestEngine.assertClose("xl.out", scope, out, io.get("xl.out"), TOLERANCE);
    }
  }

  private static void check(String file, MatchResult run, Map<String, GoldenTensor> io)
      throws IOException {
    String kind = run.group(1);
    double scale = Double.parseDouble(run.group(2));
    try (Scope scope = TestEngine.open(file);
        Checkpoint checkpoint = Checkpoint.open(Goldens.path(FOLDER + file))) {
      PictureAdapter adapter =
          PictureAdapter.read(checkpoint, vision(scope), scope, NumberType.FLOAT32);
      UNet unet = GoldenModels.unet(scope, "models/sd1-tiny");
      Assertions.assertThat(adapter.misfits(unet)).isEmpty();
      NDArray tokens =
          scope.concat(
              adapter.tokensOfNothing(scope),
              adapter.tokens(scope, TestEngine.array(scope, io.get("pixel_values"))),
              0);
      GoldenTensor expected = io.get(kind + TOKENS);
      TestEngine.assertClose(
          kind + TOKENS, scope, tokens.reshape(expected.shape()), expected, TOLERANCE);
      List<PictureKeys> pictures =
          scale == 0
              ? List.of()
              : List.of(adapter.project(scope, unet, tokens, Optional.empty(), layer -> scale));
      String name = run.group();
      TestEngine.assertClose(name, scope, run(scope, unet, pictures, io), io.get(name), TOLERANCE);
    }
  }

  private static NDArray run(
      Scope scope, UNet unet, List<PictureKeys> pictures, Map<String, GoldenTensor> io) {
    return unet.predict(
        scope,
        TestEngine.array(scope, io.get("sample")),
        unet.embedTime(scope, timestep()),
        unet.project(scope, TestEngine.array(scope, io.get("ctx"))).beside(pictures),
        Observer.NONE);
  }

  private static double timestep() {
    Matcher told = Pattern.compile("timestep ([0-9]+)").matcher(Goldens.text(FOLDER + "README.md"));
    Assertions.assertThat(told.find()).as("the timestep is told").isTrue();
    return Double.parseDouble(told.group(1));
  }

  private static ClipVision vision(Scope scope) throws IOException {
    ComponentFolder folder =
        ComponentFolder.of(Goldens.path(FOLDER + "image_encoder"), Optional.empty());
    ComponentConfig config = folder.config();
    try (Checkpoint checkpoint = folder.weights()) {
      return ClipVision.read(checkpoint, Optional.of(config), scope, NumberType.FLOAT32);
    }
  }
}
