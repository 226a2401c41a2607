package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pentimento.testing.OfflineEngine;
import org.junit.jupiter.api.Test;

class ClassifierFreeGuidanceTest {
  @Test
  void combine_goesFromUnconditionalThroughConditional() {
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray unconditional = manager.create(new float[] {1, -2});
      NDArray conditional = manager.create(new float[] {2, 0});
      assertThat(new ClassifierFreeGuidance(7.5).combine(unconditional, conditional).toFloatArray())
          .containsExactly(8.5f, 13);
      assertThat(new ClassifierFreeGuidance(1).combine(unconditional, conditional).toFloatArray())
          .containsExactly(2, 0);
    }
  }
}
