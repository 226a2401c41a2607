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

  @Test
  void fromSource_exactStepsTakesAsManyAsAsked() {
    Sampling exact =
        DEFAULTS.withSteps(8).withSourceNoise(SourceNoise.defaults().withExactSteps(true));
    for (Conventions conventions : Conventions.values()) {
      for (Sampler sampler : SAMPLERS) {
        Sampling sampling = exact.withConventions(conventions).withSampler(sampler);
        Ladder ladder = Ladder.fromSource(sampling, SchedulerSettings.sd1(), 0.4);
        boolean oneBelow =
            conventions == Conventions.WEBUI && sampler.family() == Sampler.Family.TIMESTEP;
        assertThat(ladder.count()).as(sampler.name()).isEqualTo(oneBelow ? 6 : 8);
        assertThat(ladder.sigma(0))
            .isLessThan(Ladder.fromSource(sampling, SchedulerSettings.sd1(), 0.9).sigma(0));
      }
    }
  }

  @Test
  void fromSource_exactStepsOfStrengthZeroChangesNothing() {
    Sampling exact = DEFAULTS.withSourceNoise(new SourceNoise(1, 0.5, true, false));
    for (Conventions conventions : Conventions.values()) {
      Ladder ladder =
          Ladder.fromSource(exact.withConventions(conventions), SchedulerSettings.sd1(), 0);
      assertThat(ladder.count()).isZero();
      assertThat(ladder.start()).isEqualTo(new Ladder.StartMix(0, 0, 1));
    }
  }

  @Test
  void fromSource_exactStepsOfTinyStrengthAreRefused() {
    Sampling exact = DEFAULTS.withSourceNoise(SourceNoise.defaults().withExactSteps(true));
    assertThatThrownBy(() -> Ladder.fromSource(exact, SchedulerSettings.sd1(), 1e-6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "denoisingStrength must be at least 2.0E-5 to take exactly 20 steps, but got: 1.0E-6."
                + " Pass 0 to change nothing.");
  }

  /** A short table has fewer timesteps than steps can be asked. */
  @Test
  void fromSource_ofAShortTableStaysInIt() {
    SchedulerSettings shortTable =
        new SchedulerSettings(
            NoiseLevels.scaledLinear(0.00085, 0.012, 10),
            Prediction.EPSILON,
            TimestepSpacing.LEADING,
            1,
            false,
            false);
    Sampling sampling = DEFAULTS.withSteps(30).withSampler(Sampler.ddim());
    Ladder ladder = Ladder.fromSource(sampling, shortTable, 1);
    assertThat(ladder.count()).isEqualTo(8);
    assertThat(ladder.start()).isEqualTo(Ladder.StartMix.preserving(shortTable.levels().largest()));
  }

  @Test
  void fromSource_multipliesNoiseAndAddsSome() {
    SourceNoise more = new SourceNoise(2, 0.25, false, false);
    Ladder plain = Ladder.fromSource(DEFAULTS, SchedulerSettings.sd1(), 0.5);
    Ladder noisier =
        Ladder.fromSource(DEFAULTS.withSourceNoise(more), SchedulerSettings.sd1(), 0.5);
    assertThat(noisier.start().source()).isEqualTo(1);
    assertThat(noisier.start().noise())
        .isCloseTo(2 * (plain.start().noise() + 0.25), within(1e-12));

    Sampling ddim = DEFAULTS.withSampler(Sampler.ddim());
    Ladder.StartMix mix = Ladder.fromSource(ddim, SchedulerSettings.sd1(), 0.5).start();
    assertThat(
            Ladder.fromSource(ddim.withSourceNoise(more), SchedulerSettings.sd1(), 0.5)
                .start()
                .noise())
        .isCloseTo(2 * (mix.noise() + 0.25 * mix.source()), within(1e-12));
  }

  @Test
  void fromNoise_mayHaveTheFullVariance() {
    Sampling full =
        DEFAULTS.withSourceNoise(SourceNoise.defaults().withFullVariance(true).withMultiplier(3));
    Ladder ladder = Ladder.fromNoise(full, SchedulerSettings.sd1());
    assertThat(ladder.start().noiseAlone())
        .isCloseTo(Math.hypot(1, ladder.sigma(0)), within(1e-12));
    assertThat(
            Ladder.fromNoise(full.withSampler(Sampler.ddim()), SchedulerSettings.sd1())
                .start()
                .noiseAlone())
        .isEqualTo(1);
  }

  /** Levels of a sampler made for models that know every twentieth timestep. */
  @Test
  void fromNoise_usesTheSamplersLevels() {
    Sampler distilled =
        new Sampler() {
          @Override
          public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
            return x;
          }

          @Override
          public NoiseLevels levelsFor(NoiseLevels levels) {
            return levels.strided(20);
          }
        };
    Ladder ladder = Ladder.fromNoise(DEFAULTS.withSampler(distilled), SchedulerSettings.sd1());
    assertThat(ladder.timesteps())
        .hasSize(20)
        .startsWith(999.0)
        .endsWith(19.0)
        .allSatisfy(timestep -> assertThat(timestep % 20).isEqualTo(19));
    assertThat(ladder.timestep(1.0)).isEqualTo(359);
  }

  /** Any schedule runs with any convention, also one with a level more than asked. */
  @Test
  void everySchedule_fitsEveryConvention() {
    for (String name : ScheduleNames.known()) {
      for (Conventions conventions : Conventions.values()) {
        Sampling sampling =
            DEFAULTS
                .withSteps(30)
                .withSampler(Sampler.euler())
                .withConventions(conventions)
                .withSchedule(SigmaSchedule.named(name).discardingPenultimate());
        Ladder ladder = Ladder.fromNoise(sampling, SchedulerSettings.sd1());
        assertThat(ladder.timesteps()).as(name).hasSize(ladder.count());
        assertThat(ladder.sigmas()).as(name).hasSize(ladder.count() + 1);
        assertThat(ladder.count()).as(name).isBetween(30, 31);
      }
    }
  }

  @Test
  void plannedSteps_areThoseOfTheRequestWhateverTheSamplerTakes() {
    Sampling ddim = DEFAULTS.withSampler(Sampler.ddim()).withSteps(20);
    SchedulerSettings settings = SchedulerSettings.sd1();
    Ladder fromNoise = Ladder.fromNoise(ddim, settings);
    assertThat(fromNoise.count()).isEqualTo(19);
    assertThat(fromNoise.plannedSteps()).isEqualTo(20);
    Ladder fromSource = Ladder.fromSource(ddim, settings, 0.5);
    assertThat(fromSource.count()).isEqualTo(9);
    assertThat(fromSource.plannedSteps()).isEqualTo(11);
    Ladder euler = Ladder.fromSource(ddim.withSampler(Sampler.euler()), settings, 0.5);
    assertThat(euler.count()).isEqualTo(11);
    assertThat(euler.plannedSteps()).isEqualTo(11);
  }
}
