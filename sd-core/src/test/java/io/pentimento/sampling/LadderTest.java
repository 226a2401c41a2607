package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pentimento.testing.OfflineEngine;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final List<Sampler> SAMPLERS =
      List.of(Sampler.euler(), Sampler.eulerAncestral(), Sampler.ddim(), Sampler.dpmpp2m());
  private static final Sampling DEFAULTS = Sampling.defaults();

  @Property(tries = 400)
  void levels_goDownAndEndInSteps(
      @ForAll @IntRange(min = 1, max = 1000) int steps,
      @ForAll @DoubleRange(min = 0, max = 1) double strength,
      @ForAll Conventions conventions,
      @ForAll TimestepSpacing spacing,
      @ForAll @IntRange(max = 3) int sampler) {
    SchedulerSettings settings = settings(spacing);
    Sampling sampling =
        DEFAULTS.withSteps(steps).withConventions(conventions).withSampler(SAMPLERS.get(sampler));
    for (Ladder ladder :
        List.of(
            Ladder.fromNoise(sampling, settings),
            Ladder.fromSource(sampling, settings, strength))) {
      List<Double> sigmas = ladder.sigmas();
      assertThat(sigmas).hasSize(ladder.count() + 1);
      assertThat(ladder.timesteps()).hasSize(ladder.count());
      for (int i = 0; i < ladder.count(); i++) {
        assertThat(ladder.sigma(i)).isEqualTo(sigmas.get(i)).isPositive();
        assertThat(ladder.nextSigma(i)).isBetween(0.0, ladder.sigma(i));
        assertThat(ladder.timesteps().get(i)).isBetween(0.0, 999.0);
      }
    }
  }

  @Test
  void fromSource_strengthZeroStillTakesOneStep() {
    Ladder ladder = Ladder.fromSource(DEFAULTS, SchedulerSettings.sd1(), 0);
    assertThat(ladder.count()).isEqualTo(1);
    assertThat(ladder.nextSigma(0)).isZero();
    Ladder diffusers =
        Ladder.fromSource(
            DEFAULTS.withConventions(Conventions.DIFFUSERS), SchedulerSettings.sd1(), 0);
    assertThat(diffusers.count()).isEqualTo(1);
  }

  @Test
  void fromSource_strengthOneTakesAllSteps() {
    for (Conventions conventions : Conventions.values()) {
      Sampling sampling = DEFAULTS.withConventions(conventions);
      assertThat(Ladder.fromSource(sampling, SchedulerSettings.sd1(), 1).sigmas())
          .isEqualTo(Ladder.fromNoise(sampling, SchedulerSettings.sd1()).sigmas());
    }
  }

  @Test
  void fromSource_strengthOutsideIsRefused() {
    assertThatThrownBy(() -> Ladder.fromSource(DEFAULTS, SchedulerSettings.sd1(), 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("denoisingStrength must be in [0, 1], but got: 1.5.");
  }

  @Test
  void timestep_betweenLevelsIsInterpolated() {
    Ladder ladder = Ladder.fromNoise(DEFAULTS, SchedulerSettings.sd1());
    NoiseLevels levels = SchedulerSettings.sd1().levels();
    assertThat(ladder.timestep(levels.sigma(500))).isCloseTo(500, within(1e-2));
  }

  @Test
  void firstLatent_scalesNoise() {
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray noise = manager.ones(new Shape(2, 1, 2, 2));
      NDArray source = manager.ones(new Shape(1, 1, 2, 2)).mul(3);
      Ladder ladder = Ladder.fromNoise(DEFAULTS, SchedulerSettings.sd1());
      float sigma = (float) ladder.sigma(0);
      assertThat(ladder.firstLatent(noise).toFloatArray()).containsOnly(sigma);
      NDArray mixed = ladder.firstLatent(noise, source);
      assertThat(mixed.getShape()).isEqualTo(noise.getShape());
      assertThat(mixed.toFloatArray()).containsOnly(sigma + 3);

      Ladder ddim = Ladder.fromNoise(DEFAULTS.withSampler(Sampler.ddim()), SchedulerSettings.sd1());
      assertThat(ddim.firstLatent(noise).toFloatArray()).containsOnly(1);
    }
  }

  @Test
  void diffusers_startsByItsSchedulersOwnScale() {
    double euler = start(Sampler.euler(), TimestepSpacing.UNSPECIFIED);
    double leading = start(Sampler.euler(), TimestepSpacing.LEADING);
    double dpm = start(Sampler.dpmpp2m(), TimestepSpacing.UNSPECIFIED);
    Ladder linspace = diffusers(Sampler.euler(), TimestepSpacing.UNSPECIFIED);
    assertThat(euler).isEqualTo(linspace.sigma(0));
    double first = diffusers(Sampler.euler(), TimestepSpacing.LEADING).sigma(0);
    assertThat(leading).isEqualTo(Math.sqrt(first * first + 1));
    assertThat(dpm)
        .isGreaterThan(diffusers(Sampler.dpmpp2m(), TimestepSpacing.UNSPECIFIED).sigma(0));
  }

  private static double start(Sampler sampler, TimestepSpacing spacing) {
    return diffusers(sampler, spacing).start().noiseAlone();
  }

  private static Ladder diffusers(Sampler sampler, TimestepSpacing spacing) {
    return Ladder.fromNoise(
        DEFAULTS.withSampler(sampler).withConventions(Conventions.DIFFUSERS), settings(spacing));
  }

  private static SchedulerSettings settings(TimestepSpacing spacing) {
    return new SchedulerSettings(
        SchedulerSettings.sd1().levels(), Prediction.EPSILON, spacing, 1, false, false);
  }
}
