package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.internal.NumberType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionChoiceTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.05, BFLOAT16",
    "0.13, 0.1, BFLOAT16",
    "0.129, 0.1, FLOAT32",
    "0.1, 0.1, FLOAT32",
    "0.1, 4, FLOAT32",
    "0.1, Infinity, FLOAT32",
    "Infinity, Infinity, FLOAT32"
  })
  void onCpu_takesBfloat16WhereItIsClearlyFaster(
      double wideSeconds, double narrowSeconds, NumberType expected) {
    assertThat(PrecisionChoice.onCpu(new BlockTrial(wideSeconds, narrowSeconds, 0.006)).type())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0151, 1, Double.POSITIVE_INFINITY, Double.NaN})
  void onCpu_refusesLargeErrorsHoweverFast(double error) {
    assertThat(PrecisionChoice.onCpu(new BlockTrial(1, 0.01, error)).type())
        .isEqualTo(NumberType.FLOAT32);
  }

  @Test
  void onCpu_takesAnErrorAtTheBound() {
    assertThat(PrecisionChoice.onCpu(new BlockTrial(0.1, 0.05, 0.015)).type())
        .isEqualTo(NumberType.BFLOAT16);
  }

  @Test
  void onCpu_saysWhy() {
    String seen =
        "a block of a U-Net takes 60.00 ms in float32, %s ms in bfloat16 with an error of %s";

    assertThat(PrecisionChoice.onCpu(new BlockTrial(0.06, 0.03, 0.006)).reason())
        .isEqualTo(seen, "30.00", "0.0060");
    assertThat(PrecisionChoice.onCpu(new BlockTrial(0.06, 0.05, 0.006)).reason())
        .isEqualTo(seen + ", and must be 1.3 times as fast", "50.00", "0.0060");
    assertThat(PrecisionChoice.onCpu(new BlockTrial(0.06, 0.03, Double.NaN)).reason())
        .isEqualTo(seen + ", over the bound of 0.015", "30.00", "NaN");
  }

  @Test
  void onGpu_takesTheFirstTypeThatIsFinite() {
    assertThat(PrecisionChoice.onGpu(true, true).type()).isEqualTo(NumberType.FLOAT16);
    assertThat(PrecisionChoice.onGpu(true, false).type()).isEqualTo(NumberType.FLOAT16);
    assertThat(PrecisionChoice.onGpu(false, true).type()).isEqualTo(NumberType.BFLOAT16);
    assertThat(PrecisionChoice.onGpu(false, false).type()).isEqualTo(NumberType.FLOAT32);
  }

  @Test
  void trial_isHopelessWhereBfloat16TakesThreeTimesAsLong() {
    assertThat(new BlockTrial(1, 3.01, 0).isHopeless()).isTrue();
    assertThat(new BlockTrial(1, 2.99, 0).isHopeless()).isFalse();
    assertThat(new BlockTrial(1, 0.5, 0).isHopeless()).isFalse();
  }
}
