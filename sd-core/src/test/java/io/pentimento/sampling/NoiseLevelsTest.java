package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NoiseLevelsTest {
  private final NoiseLevels levels = NoiseLevels.scaledLinear(0.00085, 0.012, 1000);

  @Test
  void strided_keepsEveryTwentiethFromTheLast() {
    NoiseLevels strided = levels.strided(20);
    assertThat(strided.size()).isEqualTo(50);
    assertThat(strided.smallest()).isEqualTo(levels.sigma(19));
    assertThat(strided.sigma(1)).isEqualTo(levels.sigma(39));
    assertThat(strided.largest()).isEqualTo(levels.largest());
  }

  @Test
  void strided_countsInTrainingTimesteps() {
    NoiseLevels strided = levels.strided(20);
    assertThat(strided.timestepAt(levels.sigma(39))).isEqualTo(39);
    assertThat(strided.timestepAt(levels.sigma(46))).isEqualTo(39);
    assertThat(strided.timestepAt(levels.sigma(52))).isEqualTo(59);
    assertThat(strided.timestepAt(0.001)).isEqualTo(19);
    assertThat(strided.timestepAt(100)).isEqualTo(999);
    assertThat(strided.sigmaAt(39)).isCloseTo(levels.sigma(39), within(1e-6));
    double between = Math.sqrt(levels.sigma(39) * levels.sigma(59));
    assertThat(strided.sigmaAt(49)).isCloseTo(between, within(1e-6));
    assertThat(strided.sigmaAt(0)).isCloseTo(levels.sigma(19), within(1e-6));
  }

  @Test
  void strided_ofATableThatIsNoMultipleEndsWithItsLast() {
    NoiseLevels strided = NoiseLevels.scaledLinear(0.00085, 0.012, 105).strided(20);
    assertThat(strided.size()).isEqualTo(5);
    assertThat(strided.timestepAt(0.001)).isEqualTo(24);
    assertThat(strided.timestepAt(100)).isEqualTo(104);
  }

  @Test
  void strided_refusesAStrideThatLeavesOneLevel() {
    assertThatThrownBy(() -> levels.strided(501))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stride must be in [1, 500] for 1000 noise levels, but got: 501.");
  }

  @Test
  void quantised_countsInWholeTimesteps() {
    NoiseLevels quantised = levels.quantised();
    for (int t = 0; t < levels.size(); t++) {
      assertThat(quantised.timestepAt(levels.sigma(t))).isEqualTo(t);
    }
    assertThat(quantised.sigmaAt(1.5)).isEqualTo(levels.sigmaAt(1.5));
  }

  @Test
  void roundedToHalf_leavesElevenBits() {
    NoiseLevels half = levels.roundedToHalf();
    assertThat(half.alphaBar(0)).isEqualTo(0.9990234375);
    assertThat(half.alphaBar(999)).isEqualTo(0.0046615600585937500);
  }

  @Test
  void roundedToHalf_isFineOnlyToTheSmallestHalf() {
    double terminal = levels.withZeroTerminalSignal().roundedToHalf().alphaBar(999);
    assertThat(terminal).isEqualTo(0x1p-24);
  }
}
