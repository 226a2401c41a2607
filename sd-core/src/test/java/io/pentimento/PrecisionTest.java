package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.internal.NumberType;
import org.junit.jupiter.api.Test;

class PrecisionTest {
  @Test
  void resolve_onCpu() {
    assertThat(Precision.DEFAULT.resolve(false)).isEqualTo(NumberType.FLOAT32);
    assertThat(Precision.AUTO.resolve(false)).isEqualTo(PrecisionTrial.on(false).type());
    assertThat(Precision.FLOAT32.resolve(false)).isEqualTo(NumberType.FLOAT32);
    assertThat(Precision.BFLOAT16.resolve(false)).isEqualTo(NumberType.BFLOAT16);
  }

  @Test
  void resolve_onGpu() {
    assertThat(Precision.DEFAULT.resolve(true)).isEqualTo(NumberType.FLOAT16);
    assertThat(Precision.FLOAT32.resolve(true)).isEqualTo(NumberType.FLOAT32);
    assertThat(Precision.BFLOAT16.resolve(true)).isEqualTo(NumberType.BFLOAT16);
    assertThat(Precision.FLOAT16.resolve(true)).isEqualTo(NumberType.FLOAT16);
  }

  @Test
  void of_namesEveryType() {
    for (NumberType type : NumberType.values()) {
      assertThat(Precision.of(type).resolve(true)).isEqualTo(type);
    }
  }

  @Test
  void resolve_float16OnCpuIsRefused() {
    assertThatThrownBy(() -> Precision.FLOAT16.resolve(false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Precision.FLOAT16 needs a GPU: a CPU computes it a thousand times slower. Use FLOAT32"
                + " or BFLOAT16.");
  }
}
