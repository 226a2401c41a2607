package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Calls that go on from remembered features, against DeepCache's own program. */
class DeepCacheGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final Pattern SERIES = Pattern.compile("every\\.(\\d+)\\.ctx");

  private Scope scope;
  private UNet unet;
  private Map<String, GoldenTensor> io;

  @BeforeEach
  void load() throws IOException {
    io = Goldens.tensors("models/deep-cache/expected.safetensors");
    scope = TestEngine.open("deep cache");
    unet = GoldenModels.unet(scope, "models/sd1-tiny");
  }

  @AfterEach
  void close() {
    if (scope != null) {
      scope.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> calls() {
    return io.keySet().stream()
        .map(SERIES::matcher)
        .filter(Matcher::matches)
        .map(
            series ->
                DynamicTest.dynamicTest(
                    series.group(), () -> series(Integer.parseInt(series.group(1)))));
  }

  private void series(int interval) {
    String prefix = "every." + interval + ".";
    UNet.PromptKeys prompt = unet.project(scope, TestEngine.array(scope, io.get(prefix + "ctx")));
    UNetOptions options = UNetOptions.NONE.withDeep(new DeepFeatures(scope, interval));
    int call = 0;
    for (; io.containsKey(prefix + call + ".out"); call++) {
      try (Scope step = scope.open("call")) {
        NDArray predicted =
            unet.predict(
                step,
                TestEngine.array(step, io.get(prefix + call + ".sample")),
                unet.embedTime(step, io.get(prefix + call + ".timestep").floats()[0]),
                prompt,
                options,
                Observer.NONE);
        TestEngine.assertClose(
            prefix + call, step, predicted, io.get(prefix + call + ".out"), TOLERANCE);
      }
    }
    assertThat(call).isGreaterThan(interval);
  }

  @Test
  void aCallThatRemembersItsOwnFeatures_isTheWholeNetwork() {
    String series =
        io.keySet().stream().filter(SERIES.asMatchPredicate()).findFirst().orElseThrow();
    String prefix = series.substring(0, series.length() - "ctx".length());
    NDArray sample = TestEngine.array(scope, io.get(prefix + "0.sample"));
    NDArray time = unet.embedTime(scope, 500);
    UNet.PromptKeys prompt = unet.project(scope, TestEngine.array(scope, io.get(series)));
    UNetOptions options = UNetOptions.NONE.withDeep(new DeepFeatures(scope, 2));

    NDArray first = unet.predict(scope, sample, time, prompt, options, Observer.NONE);
    NDArray second = unet.predict(scope, sample, time, prompt, options, Observer.NONE);
    NDArray plain = unet.predict(scope, sample, time, prompt, Observer.NONE);

    assertThat(first.toFloatArray()).containsExactly(plain.toFloatArray());
    assertThat(second.toFloatArray()).containsExactly(plain.toFloatArray());
  }
}
