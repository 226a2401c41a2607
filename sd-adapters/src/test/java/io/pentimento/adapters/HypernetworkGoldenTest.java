package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.CheckpointTensors;
import io.pentimento.model.NetworkPatch;
import io.pentimento.model.Observer;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.StepWeight;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Hypernetworks of all forms in a U-Net, at several strengths, against the reference's output. */
class HypernetworkGoldenTest {
  private static final String ADAPTERS = "models/adapters/";
  private static final double TOLERANCE = 1e-4;
  private static final Pattern CASE = Pattern.compile("(.+)\\.m(-?[0-9.]*[0-9])\\.unet_out");
  private static final Pattern TIMESTEP = Pattern.compile("timestep ([0-9.]*[0-9])");

  @TestFactory
  Stream<DynamicTest> hypernetwork() {
    return cases("hypernetwork", "models/sd1-tiny");
  }

  @TestFactory
  Stream<DynamicTest> hypernetworkInpaint() {
    return cases("hypernetwork-inpaint", "models/sd1-inpaint-tiny");
  }

  private static Stream<DynamicTest> cases(String folder, String model) {
    return GoldenCases.of(
        folder,
        () -> {
          Map<String, GoldenTensor> expected =
              Goldens.tensors(ADAPTERS + folder + "/expected.safetensors");
          return expected.keySet().stream()
              .filter(key -> key.equals("base.unet_out") || CASE.matcher(key).matches())
              .sorted()
              .map(
                  key ->
                      DynamicTest.dynamicTest(
                          folder + " " + key, () -> compare(folder, model, key, expected)));
        });
  }

  private static void compare(
      String folder, String model, String key, Map<String, GoldenTensor> expected)
      throws IOException {
    Matcher parts = CASE.matcher(key);
    Matcher timestep = TIMESTEP.matcher(Goldens.text(ADAPTERS + folder + "/README.md"));
    if (!timestep.find()) {
      throw new AssertionError("README.md of " + folder + " tells no timestep");
    }
    try (Scope scope = TestEngine.open(key)) {
      UNet unet = load(model, scope);
      NetworkPatch patch = new NetworkPatch("unet", unet.tensors(), unet.type(), scope);
      if (parts.matches()) {
        String file = ADAPTERS + folder + "/" + parts.group(1) + ".pt";
        Hypernetwork hypernetwork =
            Hypernetwork.read(Goldens.path(file), Double.parseDouble(parts.group(2)));
        hypernetwork.check(new FolderModel(model));
        add(patch, unet, hypernetwork);
      }
      UNet changed = unet.patched(patch.at(0, scope));
      NDArray out =
          changed.predict(
              scope,
              TestEngine.array(scope, expected.get("input.sample")),
              changed.embedTime(scope, Double.parseDouble(timestep.group(1))),
              changed.project(scope, TestEngine.array(scope, expected.get("input.ctx"))),
              Observer.NONE);
      TestEngine.assertClose(key, scope, out, expected.get(key), TOLERANCE);
    }
  }

  private static void add(NetworkPatch patch, UNet unet, Hypernetwork hypernetwork) {
    Map<Integer, ContextNetwork> byWidth = new TreeMap<>(hypernetwork.file().networks());
    byWidth.keySet().retainAll(unet.contextWidths());
    StepWeight strength = hypernetwork.strength();
    patch.addHypernetwork(byWidth, strength);
  }

  private static UNet load(String model, Scope scope) throws IOException {
    ComponentFolder folder = GoldenModels.part(model, "unet");
    try (Checkpoint checkpoint = folder.weights()) {
      Weights weights =
          new Weights(new CheckpointTensors(checkpoint, scope, NumberType.FLOAT32, done -> {}));
      return new UNet(UNetConfig.read(folder.config()), weights, NumberType.FLOAT32);
    }
  }
}
