package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The U-Net that takes the guidance's scale beside the timestep, against diffusers. */
class LcmUNetGoldenTest {
  private static final String MODEL = "models/lcm-tiny";
  private static final String IO = MODEL + "/io.safetensors";
  private static final double TOLERANCE = 1e-4;

  /** Sines of angles up to several thousand, in float32. */
  private static final double FEATURE_TOLERANCE = 1e-3;

  /** The only timestep that is recorded. */
  private static final double TIMESTEP = 601;

  @TestFactory
  Stream<DynamicTest> io_safetensors() {
    return GoldenCases.of(
        IO,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(IO);
          return IntStream.range(0, Math.toIntExact(io.get("w").shape()[0]))
              .mapToObj(row -> DynamicTest.dynamicTest(IO + " row " + row, () -> row(io, row)));
        });
  }

  private static void row(Map<String, GoldenTensor> io, int row) throws IOException {
    try (Scope scope = TestEngine.open("lcm")) {
      UNet unet = GoldenModels.unet(scope, MODEL);
      double guidance = io.get("w").values()[row] + 1;
      float[] features =
          new GuidanceEmbedding(unet.config().guidanceWidth(), nothing(scope)).sinusoids(guidance);
      GoldenTensor expected = io.get("timestep_cond");
      for (int i = 0; i < features.length; i++) {
        assertThat((double) features[i])
            .isCloseTo(
                expected.values()[row * features.length + i],
                org.assertj.core.data.Offset.offset(FEATURE_TOLERANCE));
      }
      NDArray out =
          unet.predict(
              scope,
              of(scope, io, "sample", row),
              unet.embedGuidedTime(scope, guidance, TIMESTEP),
              unet.project(scope, of(scope, io, "ctx", row)),
              Observer.NONE);
      NDArray reference = of(scope, io, "out", row);
      assertThat(out.sub(reference).abs().max().getFloat())
          .isLessThan((float) (TOLERANCE * io.get("out").scale()));
    }
  }

  private static NDArray of(Scope scope, Map<String, GoldenTensor> io, String name, int row) {
    return scope.slice(TestEngine.array(scope, io.get(name)), row, row + 1L, 0);
  }

  private static Linear nothing(Scope scope) {
    NDArray weight = scope.array(new float[1], 1, 1);
    return new Linear("none", weight, java.util.Optional.empty(), java.util.Optional.empty());
  }

  @Test
  void embedGuidedTime_ofAnOrdinaryNetwork_isRefused() throws IOException {
    try (Scope scope = TestEngine.open("ordinary")) {
      UNet unet = GoldenModels.unet(scope, "models/sd1-tiny");
      assertThat(unet.takesGuidance()).isFalse();
      assertThatThrownBy(() -> unet.embedGuidedTime(scope, 7, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("takes no guidance scale");
    }
  }
}
