package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SigmaScheduleTest {
  private final NoiseLevels levels = NoiseLevels.scaledLinear(0.00085, 0.012, 1000);

  @Test
  void karras_lastSigmaIsZero() {
    assertThat(SigmaSchedule.karras().sigmas(20, levels)).hasSize(21).endsWith(0);
  }

  @Test
  void automatic_isTheSamplersOwn() {
    assertThat(Sampler.dpmpp2m().scheduleFor(SigmaSchedule.automatic()).name()).isEqualTo("Karras");
    assertThat(Sampler.euler().scheduleFor(SigmaSchedule.automatic()).name()).isEqualTo("Uniform");
    assertThat(Sampler.euler().scheduleFor(SigmaSchedule.karras()).name()).isEqualTo("Karras");
  }

  @Test
  void named_knowsNormalAsUniform() {
    assertThat(SigmaSchedule.named("normal").name()).isEqualTo("Uniform");
    assertThat(SigmaSchedule.named(" KARRAS ").name()).isEqualTo("Karras");
  }

  @Test
  void named_listsTheKnownOnes() {
    assertThatThrownBy(() -> SigmaSchedule.named("Karas"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schedule must be one of Automatic, Uniform, Karras, but got: Karas.");
  }

  @Test
  void karras_refusesAnEmptyRange() {
    assertThatThrownBy(() -> SigmaSchedule.karras(7, 5, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sigmaMin must be below sigmaMax, and neither below 0, but got: 5.0 and 2.0.");
    assertThatThrownBy(() -> SigmaSchedule.karras(0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rho must be in (0, 1000], but got: 0.0.");
  }
}
