package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaDistributionTest {
  /** Values of scipy.stats.beta.ppf. */
  @ParameterizedTest
  @CsvSource({
    "0.6, 0.6, 0.05, 0.012554456873611399",
    "0.6, 0.6, 0.5, 0.5000000000000001",
    "0.6, 0.6, 0.947368421052632, 0.9863289184355309",
    "0.5, 0.7, 0.25, 0.09617666129459618",
    "0.5, 0.7, 0.9, 0.9188348842782802",
    "0.01, 0.02, 0.6, 2.571924891901857e-05",
    "0.01, 0.01, 0.4999, 0.4949311963995088",
    "2, 5, 0.1, 0.09259525891312873",
    "5, 2, 0.1, 0.4896836934485084",
    "30, 0.3, 0.2, 0.9846038317413209",
    "100, 100, 0.001, 0.39190378252600144",
    "100, 1, 0.999, 0.999989995046714",
    "0.3, 80, 0.7, 0.003215948638176991"
  })
  void quantile_isThatOfTheReference(
      double alpha, double beta, double probability, double expected) {
    assertThat(new BetaDistribution(alpha, beta).quantile(probability))
        .isCloseTo(expected, within(1e-13));
  }

  @Test
  void quantile_ofTheEvenDistributionIsTheProbability() {
    assertThat(new BetaDistribution(1, 1).quantile(0.3)).isCloseTo(0.3, within(1e-15));
  }

  @Test
  void quantile_ofTheArcsineDistributionIsASine() {
    double sine = Math.sin(Math.PI / 2 * 0.2);
    assertThat(new BetaDistribution(0.5, 0.5).quantile(0.2)).isCloseTo(sine * sine, within(1e-15));
  }

  @Test
  void quantile_reachesBothEnds() {
    BetaDistribution distribution = new BetaDistribution(0.6, 0.6);
    assertThat(distribution.quantile(0)).isZero();
    assertThat(distribution.quantile(1)).isEqualTo(1);
  }

  @Property(tries = 500)
  void probabilityBelow_isUndoneByQuantile(
      @ForAll @DoubleRange(min = 0.6, max = 100) double alpha,
      @ForAll @DoubleRange(min = 0.6, max = 100) double beta,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double probability) {
    BetaDistribution distribution = new BetaDistribution(alpha, beta);
    assertThat(distribution.probabilityBelow(distribution.quantile(probability)))
        .isCloseTo(probability, within(1e-8));
  }
}
