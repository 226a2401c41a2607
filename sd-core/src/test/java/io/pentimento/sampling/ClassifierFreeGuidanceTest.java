package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pentimento.sampling.ClassifierFreeGuidance.Weighted;
import io.pentimento.testing.OfflineEngine;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClassifierFreeGuidanceTest {
  @Test
  void combine_goesFromUnconditionalThroughConditional() {
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray unconditional = manager.create(new float[] {1, -2});
      NDArray conditional = manager.create(new float[] {2, 0});
      List<Weighted> prompt = List.of(new Weighted(1, conditional));
      assertThat(new ClassifierFreeGuidance(7.5, 0).combine(unconditional, prompt).toFloatArray())
          .containsExactly(8.5f, 13);
      assertThat(new ClassifierFreeGuidance(1, 0).combine(unconditional, prompt).toFloatArray())
          .containsExactly(2, 0);
    }
  }

  @Test
  void combine_addsUpPartsByWeight() {
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray unconditional = manager.create(new float[] {1, -2});
      List<Weighted> parts =
          List.of(
              new Weighted(0.5, manager.create(new float[] {3, 0})),
              new Weighted(-1, manager.create(new float[] {2, 2})));
      // 1 + (1 - 1) * 2, -2 + (1 - 4) * 2
      assertThat(new ClassifierFreeGuidance(2, 0).combine(unconditional, parts).toFloatArray())
          .containsExactly(1, -8);
    }
  }

  @Test
  void combine_rescaledWholly_hasThePromptsContrast() {
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray unconditional = manager.zeros(new Shape(1, 1, 1, 4));
      NDArray conditional = manager.create(new float[] {1, -1, 3, -3}, new Shape(1, 1, 1, 4));
      List<Weighted> prompt = List.of(new Weighted(1, conditional));
      float[] rescaled =
          new ClassifierFreeGuidance(7, 1).combine(unconditional, prompt).toFloatArray();
      assertThat(rescaled).containsExactly(conditional.toFloatArray(), Offset.offset(1e-5f));
      float[] half =
          new ClassifierFreeGuidance(7, 0.5).combine(unconditional, prompt).toFloatArray();
      assertThat(half).containsExactly(new float[] {4, -4, 12, -12}, Offset.offset(1e-5f));
    }
  }
}
