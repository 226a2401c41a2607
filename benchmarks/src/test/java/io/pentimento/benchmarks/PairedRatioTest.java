package io.pentimento.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PairedRatioTest {
  @Test
  void of_evenPairs_isTheFactorWithoutDoubt() {
    PairedRatio ratio = PairedRatio.of(List.of(1.0, 10.0, 4.0), List.of(0.5, 5.0, 2.0));
    assertThat(ratio.ratio()).isCloseTo(0.5, within(1e-12));
    assertThat(ratio.low()).isCloseTo(0.5, within(1e-12));
    assertThat(ratio.high()).isCloseTo(0.5, within(1e-12));
    assertThat(ratio.pairs()).isEqualTo(3);
    assertThat(ratio.isDifference()).isTrue();
  }

  @Test
  void of_knownLogarithms_isStudentsInterval() {
    // Logarithms -0.1, 0, 0.1: mean 0, deviation 0.1; t of 2 degrees at 97.5 percent is 4.302653.
    double e = Math.exp(0.1);
    PairedRatio ratio = PairedRatio.of(List.of(e, 1.0, 1.0), List.of(1.0, 1.0, e));
    double half = 4.302652730 * 0.1 / Math.sqrt(3);
    assertThat(ratio.ratio()).isCloseTo(1, within(1e-12));
    assertThat(Math.log(ratio.low())).isCloseTo(-half, within(1e-8));
    assertThat(Math.log(ratio.high())).isCloseTo(half, within(1e-8));
    assertThat(ratio.isDifference()).isFalse();
  }

  @Test
  void of_noisyPairsOfOneSpeed_holdsOneInAbout95OfAHundred() {
    Random random = new Random(7);
    int held = 0;
    for (int i = 0; i < 2000; i++) {
      PairedRatio ratio = PairedRatio.of(noisy(random), noisy(random));
      held += ratio.isDifference() ? 0 : 1;
    }
    // Three standard deviations around 1900 of 2000.
    assertThat(held).isBetween(1871, 1929);
  }

  private static List<Double> noisy(Random random) {
    return Stream.generate(() -> Math.exp(0.2 * random.nextGaussian())).limit(5).toList();
  }

  @Test
  void of_unequalOrTooFew_isRefused() {
    assertThatThrownBy(() -> PairedRatio.of(List.of(1.0, 2.0), List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There must be as many new scores as old ones, at least 2, but got: 2 old, 1 new.");
    assertThatThrownBy(() -> PairedRatio.of(List.of(1.0), List.of(1.0)))
        .hasMessageContaining("at least 2");
  }

  @Test
  void of_scoreOfZero_isRefused() {
    assertThatThrownBy(() -> PairedRatio.of(List.of(1.0, 0.0), List.of(1.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Scores must be above 0, but got: 0.0 and 1.0.");
  }
}
