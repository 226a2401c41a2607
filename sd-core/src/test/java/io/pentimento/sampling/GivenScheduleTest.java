package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.pentimento.ReadParameters;
import io.pentimento.TextToImage;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Noise levels and timesteps that a request lists. */
class GivenScheduleTest {
  private static final String FILE = "schedules/own_levels.json";
  private static final SchedulerSettings MODEL = SchedulerSettings.sd1();

  private static List<Double> list(double... numbers) {
    return DoubleStream.of(numbers).boxed().toList();
  }

  @TestFactory
  Stream<DynamicTest> diffusers() {
    return GoldenCases.of(
        FILE,
        () ->
            Goldens.objects(FILE, "cases")
                .map(
                    golden ->
                        DynamicTest.dynamicTest(
                            FILE + " " + golden.get("sampler") + golden.has("sigmas"),
                            () -> check(golden))));
  }

  private static void check(JsonObject golden) {
    SigmaSchedule schedule =
        golden.has("sigmas")
            ? SigmaSchedule.ofSigmas(list(JsonNumbers.doubles(golden.get("sigmas"))))
            : SigmaSchedule.ofTimesteps(list(JsonNumbers.doubles(golden.get("timesteps"))));
    double[] timesteps = JsonNumbers.doubles(golden.get("used_timesteps"));
    Sampling sampling =
        Sampling.defaults()
            .withConventions(Conventions.DIFFUSERS)
            .withSampler(Sampler.named(golden.get("sampler").getAsString()))
            .withSchedule(schedule)
            .withSteps(timesteps.length);
    Ladder ladder = Ladder.fromNoise(sampling, MODEL);
    assertClose(ladder.sigmas(), JsonNumbers.doubles(golden.get("used_sigmas")));
    assertClose(ladder.timesteps(), timesteps);
  }

  private static void assertClose(List<Double> actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.get(i)).isCloseTo(expected[i], within(1e-5 * Math.abs(expected[i]) + 1e-9));
    }
  }

  @Test
  void sigmas_areTakenAsTheyAre() {
    Ladder ladder =
        Ladder.fromNoise(
            Sampling.defaults()
                .withSteps(3)
                .withSchedule(SigmaSchedule.ofSigmas(list(10, 5, 2.5, 0))),
            MODEL);
    assertThat(ladder.sigmas()).containsExactly(10.0, 5.0, 2.5, 0.0);
  }

  @Test
  void sigmas_ofOtherStepsLieBetween() {
    SigmaSchedule schedule = SigmaSchedule.ofSigmas(list(16, 4, 1, 0));
    assertThat(schedule.sigmas(5, MODEL.levels()))
        .containsExactly(new double[] {16, 8, 4, 2, 1, 0}, within(1e-5));
    assertThat(schedule.sigmas(1, MODEL.levels()))
        .containsExactly(new double[] {16, 0}, within(1e-5));
  }

  @Test
  void timesteps_areThoseOfTheModel() {
    NoiseLevels levels = MODEL.levels();
    SigmaSchedule schedule = SigmaSchedule.ofTimesteps(list(999, 500, 1));
    assertThat(schedule.sigmas(3, levels))
        .containsExactly(
            new double[] {levels.sigma(999), levels.sigma(500), levels.sigma(1), 0}, within(1e-5));
    assertThat(schedule.sigmas(2, levels))
        .containsExactly(new double[] {levels.sigma(999), levels.sigma(1), 0}, within(1e-5));
    assertThat(SigmaSchedule.ofTimesteps(list(2000, 5)).sigmas(2, levels)[0])
        .isEqualTo(levels.sigmaAt(999));
  }

  @Test
  void timestepSamplers_goByTimesteps() {
    NoiseLevels levels = MODEL.levels();
    Sampling sampling =
        Sampling.defaults()
            .withSampler(Sampler.ddim())
            .withSchedule(SigmaSchedule.ofTimesteps(list(999, 600, 200)))
            .withSteps(3);
    Ladder webui = Ladder.fromNoise(sampling, MODEL);
    assertThat(webui.timesteps()).containsExactly(999.0, 600.0, 200.0);
    assertThat(webui.nextSigma(2)).isEqualTo(levels.sigma(0));
    Ladder diffusers = Ladder.fromNoise(sampling.withConventions(Conventions.DIFFUSERS), MODEL);
    assertThat(diffusers.timesteps()).containsExactly(999.0, 600.0, 200.0);
    assertThat(diffusers.nextSigma(0)).isEqualTo(levels.sigma(600));
  }

  @Test
  void names_areReadBack() {
    for (SigmaSchedule schedule :
        Arrays.asList(
            SigmaSchedule.ofSigmas(list(14.615, 3, 0)),
            SigmaSchedule.ofTimesteps(list(999, 500.5)))) {
      assertThat(SigmaSchedule.named(schedule.name())).isEqualTo(schedule);
    }
    assertThat(SigmaSchedule.ofTimesteps(list(999, 500)).name()).isEqualTo("Timesteps 999 500");
    assertThatIllegalArgumentException().isThrownBy(() -> SigmaSchedule.named("Sigmas 1 2"));
    assertThatIllegalArgumentException().isThrownBy(() -> SigmaSchedule.named("Sigmas one"));
  }

  @Test
  void parameters_tellThem() {
    TextToImage request = TextToImage.builder("a cat").sigmas(14.615, 3, 0.5, 0).build();
    assertThat(request.sampling().steps()).isEqualTo(3);
    ReadParameters read =
        ReadParameters.of(
            "a cat\nSteps: 3, Sampler: Euler, Schedule type: "
                + request.sampling().schedule().name());
    assertThat(read.request().sampling().schedule()).isEqualTo(request.sampling().schedule());
    assertThat(read.notUsed()).isEmpty();
    assertThat(TextToImage.builder("x").timesteps(999, 1).build().sampling().steps()).isEqualTo(2);
  }

  @Test
  void listsThatDoNotFall_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigmaSchedule.ofSigmas(list(1, 2, 0)))
        .withMessage(
            "sigmas must fall from each to the next and be 0 or more, but got: [1.0, 2.0, 0.0].");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SigmaSchedule.ofSigmas(list(1, Double.NaN)));
    assertThatIllegalArgumentException().isThrownBy(() -> SigmaSchedule.ofSigmas(list(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> SigmaSchedule.ofTimesteps(list()));
    assertThatIllegalArgumentException().isThrownBy(() -> SigmaSchedule.ofTimesteps(list(5, -1)));
  }
}
