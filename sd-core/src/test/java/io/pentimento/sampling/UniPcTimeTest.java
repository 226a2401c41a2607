package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class UniPcTimeTest {
  private final NoiseLevels levels = SchedulerSettings.sd1().levels();
  private final UniPcTime time = new UniPcTime(levels);

  @Property
  void sigma_ofATimestepIsThatOfTheTable(@ForAll @IntRange(max = 999) int timestep) {
    double sigma = time.sigma(time.at(timestep));
    assertThat(sigma).isCloseTo(levels.sigma(timestep), within(1e-4 * sigma));
  }

  @Property
  void ofSigma_undoesSigma(@ForAll @DoubleRange(min = 0.001, max = 1) @Scale(6) double at) {
    assertThat(time.ofSigma(time.sigma(at))).isCloseTo(at, within(1e-9));
  }

  @Property
  void levels_goDownToTimestepZero(
      @ForAll @IntRange(min = 1, max = 100) int steps, @ForAll UniPc.Spacing spacing) {
    UniPcSampler sampler = new UniPcSampler(UniPc.defaults().withSpacing(spacing));
    OwnLevels.Levels own = sampler.levels(WebuiLadder.timesteps(steps, 1000), true, levels);
    assertThat(own.timesteps()[0]).isCloseTo(999, within(1e-6));
    assertThat(own.sigmas()[own.sigmas().length - 1]).isCloseTo(levels.smallest(), within(1e-5));
    for (int i = 1; i < own.sigmas().length; i++) {
      assertThat(own.sigmas()[i]).isLessThan(own.sigmas()[i - 1]);
    }
  }
}
