package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NoiseLevels;
import io.pentimento.sampling.Refiner;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SchedulerSettings;
import org.junit.jupiter.api.Test;

class SwitchPointTest {
  private static final NoiseLevels LEVELS = SchedulerSettings.sd1().levels();

  private static SwitchPoint at(double share, Conventions conventions, Sampler.Family family) {
    return new SwitchPoint(
        Refiner.of(() -> "second").withSwitchAt(share), conventions, LEVELS, family, 20);
  }

  @Test
  void webui_goesByTheNearestTrainedLevel() {
    SwitchPoint at = at(0.8, Conventions.WEBUI, Sampler.Family.SIGMA);
    assertThat(at.isReached(0, LEVELS.sigma(200), 200)).isFalse();
    assertThat(at.isReached(0, LEVELS.sigma(199), 199)).isTrue();
    assertThat(at.isReached(0, LEVELS.sigmaAt(199.4), 199.4)).isTrue();
    assertThat(at.isReached(0, LEVELS.sigmaAt(199.6), 199.6)).isFalse();
  }

  @Test
  void webui_cutsTheTimestepsOfTimestepSamplers() {
    SwitchPoint at = at(0.8, Conventions.WEBUI, Sampler.Family.TIMESTEP);
    assertThat(at.isReached(0, 0, 200)).isFalse();
    assertThat(at.isReached(0, 0, 199)).isTrue();
  }

  @Test
  void diffusers_goesByTimesteps() {
    SwitchPoint at = at(0.8, Conventions.DIFFUSERS, Sampler.Family.SIGMA);
    assertThat(at.isReached(0, 0, 200)).isFalse();
    assertThat(at.isReached(0, 0, 199.9)).isTrue();
    assertThat(at(0, Conventions.DIFFUSERS, Sampler.Family.SIGMA).isReached(0, 0, 999)).isTrue();
  }

  @Test
  void bySteps_countsCalls() {
    SwitchPoint at =
        new SwitchPoint(
            Refiner.of(() -> "second").withSwitchAt(0.8).withBySteps(true),
            Conventions.WEBUI,
            LEVELS,
            Sampler.Family.SIGMA,
            20);
    assertThat(at.isReached(15, LEVELS.sigma(0), 0)).isFalse();
    assertThat(at.isReached(16, LEVELS.sigma(999), 999)).isTrue();
  }

  @Test
  void share_isOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Refiner.of(() -> "second").withSwitchAt(80))
        .withMessage("switchAt must be in [0, 1], but got: 80.0. Pass 0.8 for 80 percent.");
  }
}
