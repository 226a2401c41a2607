package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.TestEngine;
import org.junit.jupiter.api.Test;

class TrialBlockTest {
  private static float[] computed(NumberType type) {
    try (Scope scope = TestEngine.open("trial")) {
      return Scope.floats(new TrialBlock(scope, type, 64, 8).apply(scope), scope);
    }
  }

  @Test
  void apply_givesTheSameNumbersEveryTime() {
    assertThat(computed(NumberType.FLOAT32)).isEqualTo(computed(NumberType.FLOAT32)).hasSize(4096);
  }

  @Test
  void apply_keepsNumbersNearUnitVariance() {
    double squares = 0;
    float[] values = computed(NumberType.FLOAT32);
    for (float value : values) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / values.length)).isBetween(0.5, 4.0);
  }
}
