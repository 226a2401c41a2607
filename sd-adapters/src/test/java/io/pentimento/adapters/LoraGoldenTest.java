package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.CheckpointTensors;
import io.pentimento.model.NetworkPatch;
import io.pentimento.model.Observer;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import io.pentimento.patch.ModelPart;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files of the LoRA family against LyCORIS, diffusers, peft and the web UI's DoRA. */
class LoraGoldenTest {
  private static final String FOLDER = "models/adapters/lora/";
  private static final String MODEL = "models/sd1-tiny";
  private static final double TOLERANCE = 1e-4;

  /** Of changes, relative to the largest value of each. */
  private static final double CHANGE_TOLERANCE = 1e-5;

  private static final Pattern DELTA = Pattern.compile("(.+?)\\.delta\\.(.+)");
  private static final Pattern OUTPUT =
      Pattern.compile("(?:(.+)\\.m([0-9.]+)|combo\\.(.+)|base)\\.(unet_out|text_last_hidden)");
  private static final Pattern TIMESTEP = Pattern.compile("timestep ([0-9]+)");

  @TestFactory
  Stream<DynamicTest> deltas() {
    return cases("delta", DELTA, LoraGoldenTest::checkDelta);
  }

  @TestFactory
  Stream<DynamicTest> outputs() {
    return cases("output", OUTPUT, LoraGoldenTest::checkOutput);
  }

  /** The networks as a request runs them, with products beside the shared weights. */
  @TestFactory
  Stream<DynamicTest> outputsOfPatchedNetworks() {
    return cases("patched output", OUTPUT, LoraGoldenTest::checkPatchedOutput);
  }

  private interface Check {
    void check(Matcher name, Map<String, GoldenTensor> io) throws IOException;
  }

  private static Stream<DynamicTest> cases(String kind, Pattern pattern, Check check) {
    return GoldenCases.of(
        FOLDER + "expected.safetensors " + kind,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(FOLDER + "expected.safetensors");
          return io.keySet().stream()
              .map(pattern::matcher)
              .filter(Matcher::matches)
              .map(name -> dynamicTest(name.group(), () -> check.check(name, io)));
        });
  }

  private static Lora lora(String name, double weight) throws IOException {
    return Lora.read(Goldens.path(FOLDER + name + ".safetensors"), weight);
  }

  private static void checkDelta(Matcher name, Map<String, GoldenTensor> io) throws IOException {
    FolderModel layout = new FolderModel(MODEL);
    Layer layer = new LayerNames(layout).find(name.group(2)).orElseThrow();
    GoldenTensor expected = io.get(name.group());
    try (Scope scope = TestEngine.open("delta")) {
      ChangedModel model = new ChangedModel(layout, scope);
      lora(name.group(1), 1).apply(model);
      float[] change =
          model.sum(
              layer.part(),
              layer.weightName(),
              layout.values(layer.part(), layer.weightName()),
              layer.shape());
      double largest = Arrays.stream(expected.values()).map(Math::abs).max().orElseThrow();
      expected.assertClose(name.group(), layer.shape(), change, CHANGE_TOLERANCE * largest);
    }
  }

  private static void checkOutput(Matcher name, Map<String, GoldenTensor> io) throws IOException {
    AdapterStack stack = stack(name);
    try (Scope scope = TestEngine.open("output")) {
      ChangedModel model = new ChangedModel(new FolderModel(MODEL), scope);
      stack.apply(model);
      boolean unet = name.group(4).equals("unet_out");
      NDArray out =
          unet
              ? unetOut(unet(model, scope), scope, io)
              : textOut(textEncoder(model, scope), scope, io);
      TestEngine.assertClose(name.group(), scope, out, io.get(name.group()), TOLERANCE);
    }
  }

  private static void checkPatchedOutput(Matcher name, Map<String, GoldenTensor> io)
      throws IOException {
    AdapterStack stack = stack(name);
    try (Scope scope = TestEngine.open("patched")) {
      ChangedModel plain = new ChangedModel(new FolderModel(MODEL), scope);
      NDArray out;
      if (name.group(4).equals("unet_out")) {
        UNet unet = unet(plain, scope);
        NetworkPatch patch = new NetworkPatch("unet", unet.tensors(), unet.type(), scope);
        stack.apply(CorePatch.of(plain.layout(), ModelPart.UNET, unet.tensors(), patch, scope));
        out = unetOut(unet.patched(patch.at(0, scope)), scope, io);
      } else {
        TextEncoder encoder = textEncoder(plain, scope);
        NetworkPatch patch =
            new NetworkPatch("text_encoder", encoder.tensors(), NumberType.FLOAT32, scope);
        stack.apply(
            CorePatch.of(plain.layout(), ModelPart.TEXT_ENCODER, encoder.tensors(), patch, scope));
        out = textOut(encoder.patched(patch.at(0, scope)), scope, io);
      }
      TestEngine.assertClose(name.group(), scope, out, io.get(name.group()), TOLERANCE);
    }
  }

  private static AdapterStack stack(Matcher name) throws IOException {
    AdapterStack.Builder stack = AdapterStack.builder();
    if (name.group(1) != null) {
      stack.add(lora(name.group(1), Double.parseDouble(name.group(2))));
    } else if (name.group(3) != null) {
      for (String one : name.group(3).split("\\+")) {
        String[] weighted = one.split("@");
        stack.add(lora(weighted[0], Double.parseDouble(weighted[1])));
      }
    }
    return stack.build();
  }

  private static UNet unet(ChangedModel model, Scope scope) throws IOException {
    ComponentFolder folder = ((FolderModel) model.layout()).part(ModelPart.UNET);
    try (Checkpoint weights = folder.weights()) {
      return new UNet(
          UNetConfig.read(folder.config()),
          changed(weights, model, ModelPart.UNET, scope),
          NumberType.FLOAT32);
    }
  }

  private static NDArray unetOut(UNet unet, Scope scope, Map<String, GoldenTensor> io) {
    Matcher timestep = TIMESTEP.matcher(Goldens.text(FOLDER + "README.md"));
    assertThat(timestep.find()).as("README.md tells the timestep").isTrue();
    return unet.predict(
        scope,
        TestEngine.array(scope, io.get("input.sample")),
        unet.embedTime(scope, Double.parseDouble(timestep.group(1))),
        unet.project(scope, TestEngine.array(scope, io.get("input.ctx"))),
        Observer.NONE);
  }

  private static TextEncoder textEncoder(ChangedModel model, Scope scope) throws IOException {
    ComponentFolder folder = ((FolderModel) model.layout()).part(ModelPart.TEXT_ENCODER);
    try (Checkpoint weights = folder.weights()) {
      return new TextEncoder(
          TextEncoderConfig.read(folder.config()),
          changed(weights, model, ModelPart.TEXT_ENCODER, scope));
    }
  }

  private static NDArray textOut(TextEncoder encoder, Scope scope, Map<String, GoldenTensor> io) {
    return encoder.encode(scope, TokenRows.of(io.get("input.input_ids")), 1);
  }

  private static Weights changed(
      Checkpoint weights, ChangedModel model, ModelPart part, Scope scope) {
    return new Weights(
        new ChangedTensors(
            new CheckpointTensors(weights, scope, NumberType.FLOAT32, elements -> {}),
            model,
            part,
            scope));
  }
}
