package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "normal, Normal",
    "discrete, Uniform",
    "' KARRAS ', Karras",
    "use_karras_sigmas, Karras",
    "SGMUniform, SGM Uniform",
    "sgm_uniform, SGM Uniform",
    "align_your_steps, Align Your Steps",
    "ays, Align Your Steps",
    "kl_optimal, KL Optimal",
    "ddim_uniform, DDIM",
    "beta, Beta"
  })
  void named_knowsOtherProgramsSpellings(String name, String expected) {
    assertThat(SigmaSchedule.named(name).name()).isEqualTo(expected);
  }

  @Test
  void named_listsTheKnownOnes() {
    assertThatThrownBy(() -> SigmaSchedule.named("Karas"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "schedule must be one of Automatic, Uniform, Karras, Exponential, Polyexponential, SGM"
                + " Uniform, KL Optimal, Align Your Steps, Simple, Normal, DDIM, Beta, but got:"
                + " Karas.");
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

  @Test
  void oldKarras_goesFromTenToATenth() {
    double[] sigmas = SigmaSchedule.oldKarras().sigmas(5, levels);
    assertThat(sigmas[0]).isCloseTo(10, within(1e-5));
    assertThat(sigmas[4]).isCloseTo(0.1, within(1e-7));
  }

  @Test
  void settings_tellWhatPicturesRecord() {
    assertThat(SigmaSchedule.karras().settings()).isEmpty();
    assertThat(SigmaSchedule.karras(5, 0.1, 9).settings())
        .containsExactly(
            Map.entry("Schedule min sigma", 0.1),
            Map.entry("Schedule max sigma", 9.0),
            Map.entry("Schedule rho", 5.0));
    assertThat(SigmaSchedule.polyexponential().withRho(2).discardingPenultimate().settings())
        .containsExactly(Map.entry("Schedule rho", 2.0));
    assertThat(SigmaSchedule.automatic().withRho(5).settings())
        .containsExactly(Map.entry("Schedule rho", 5.0));
    assertThat(SigmaSchedule.beta().settings())
        .containsExactly(
            Map.entry("Beta schedule alpha", 0.6), Map.entry("Beta schedule beta", 0.6));
    assertThat(SigmaSchedule.simple().withRange(1, 2).settings()).isEmpty();
  }

  @Test
  void automatic_handsItsSettingsToTheSamplersOwn() {
    SigmaSchedule asked =
        SigmaSchedule.automatic().withRho(5).withRange(0.1, 9).discardingPenultimate();
    assertThat(Sampler.dpmpp2m().scheduleFor(asked))
        .isEqualTo(SigmaSchedule.karras(5, 0.1, 9).discardingPenultimate());
    assertThat(Sampler.euler().scheduleFor(asked))
        .isEqualTo(SigmaSchedule.uniform().discardingPenultimate());
  }

  @Test
  void discardingPenultimate_isMadeForOneStepMore() {
    double[] full = SigmaSchedule.karras().sigmas(6, levels);
    double[] discarding = SigmaSchedule.karras().discardingPenultimate().sigmas(5, levels);
    assertThat(discarding).containsExactly(full[0], full[1], full[2], full[3], full[4], 0);
    assertThat(SigmaSchedule.karras().discardsPenultimate()).isFalse();
    SigmaSchedule twice = SigmaSchedule.karras().discardingPenultimate().discardingPenultimate();
    assertThat(twice.discardsPenultimate()).isTrue();
    assertThat(twice.sigmas(5, levels)).containsExactly(discarding);
  }

  /** Both ends are kept, and nothing rises, at any number of steps and with any table. */
  @Property(tries = 300)
  void sigmas_fallFromTheLargest(
      @ForAll @IntRange(min = 1, max = 1200) int steps, @ForAll boolean strided) {
    NoiseLevels table = strided ? levels.strided(20) : levels;
    for (String name : ScheduleNames.known()) {
      double[] sigmas = SigmaSchedule.named(name).sigmas(steps, table);
      boolean all = !List.of("DDIM").contains(name);
      assertThat(sigmas).as(name).hasSizeGreaterThan(1);
      assertThat(all ? sigmas.length : steps + 1).as(name).isEqualTo(steps + 1);
      for (int i = 1; i < sigmas.length; i++) {
        assertThat(sigmas[i]).as("%s %d", name, i).isBetween(0.0, sigmas[i - 1]);
      }
      boolean reachesTop = all && !(name.equals("Align Your Steps") && steps == 1);
      assertThat(sigmas[0])
          .as(name)
          .isCloseTo(reachesTop ? table.largest() : sigmas[0], within(1e-3));
    }
  }

  @Test
  void ddim_mayHaveOneLevelMore() {
    assertThat(SigmaSchedule.ddim().sigmas(300, levels)).hasSize(334).endsWith(0);
  }

  @Test
  void beta_refusesShapesThatAreNone() {
    assertThatThrownBy(() -> SigmaSchedule.beta(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alpha of the beta schedule must be in (0, 100], but got: 0.0.");
  }
}
