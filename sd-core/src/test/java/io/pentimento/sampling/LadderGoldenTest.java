package io.pentimento.sampling;

import static io.pentimento.sampling.Closeness.assertRelativelyClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The WebUI's ladders. Cases of samplers that are not offered yet are left out. */
class LadderGoldenTest {
  private static final String FILE = "generation/schedules.json";

  private static final SchedulerSettings SETTINGS = SchedulerSettings.sd1();

  @TestFactory
  Stream<DynamicTest> fromNoise() {
    return GoldenCases.of(FILE + " sampler_defaults", this::fromNoiseCases);
  }

  private Stream<DynamicTest> fromNoiseCases() {
    return cases("sampler_defaults")
        .map(
            golden ->
                dynamicTest(
                    "schedules.json sampler_defaults %s %s %s%s"
                        .formatted(
                            golden.get("sampler"),
                            schedule(golden),
                            golden.get("steps"),
                            alwaysDiscards(golden) ? " always_discard" : ""),
                    () -> assertFromNoise(golden)));
  }

  /** Timestep samplers have no schedule. */
  private static String schedule(JsonObject golden) {
    return golden.has("schedule_type")
        ? golden.get("schedule_type").getAsString()
        : SigmaSchedule.automatic().name();
  }

  private static boolean alwaysDiscards(JsonObject golden) {
    return golden.has("always_discard") && golden.get("always_discard").getAsBoolean();
  }

  private static void assertFromNoise(JsonObject golden) {
    SigmaSchedule schedule = SigmaSchedule.named(schedule(golden));
    SigmaSchedule asked = alwaysDiscards(golden) ? schedule.discardingPenultimate() : schedule;
    Sampling sampling = sampling(golden).withSchedule(asked);
    Ladder ladder = Ladder.fromNoise(sampling, SETTINGS);
    if (sampling.sampler() instanceof OwnLevels) {
      int highest = SETTINGS.levels().size() - 1;
      assertOwn(ladder, JsonNumbers.doubles(golden.get("timesteps")).length, highest);
    } else if (golden.has("sigmas")) {
      double[] expected = JsonNumbers.doubles(golden.get("sigmas"));
      if (expected.length == 2 && sampling.sampler().scheduleFor(asked) instanceof TableEnds) {
        // The reference hands these samplers the smallest level beside the others.
        expected[1] = SETTINGS.levels().smallest();
      }
      assertRelativelyClose("sigmas", doubles(ladder.sigmas()), expected);
    } else {
      assertCalled(ladder, golden.get("timesteps"));
    }
  }

  @TestFactory
  Stream<DynamicTest> timesteps() {
    return GoldenCases.of(FILE + " timesteps", this::timestepsCases);
  }

  private Stream<DynamicTest> timestepsCases() {
    return Goldens.objects(FILE, "timesteps")
        .map(
            golden ->
                dynamicTest(
                    "schedules.json timesteps " + golden.get("steps"),
                    () ->
                        assertThat(
                                WebuiLadder.timesteps(
                                    golden.get("steps").getAsInt(), SETTINGS.levels().size()))
                            .isEqualTo(JsonNumbers.ints(golden.get("timesteps")))));
  }

  @TestFactory
  Stream<DynamicTest> fromSource() {
    return GoldenCases.of(FILE + " img2img", this::fromSourceCases);
  }

  private Stream<DynamicTest> fromSourceCases() {
    return cases("img2img")
        .map(
            golden ->
                dynamicTest(
                    "schedules.json img2img %s %s %s exact %s explicit %s"
                        .formatted(
                            golden.get("sampler"),
                            golden.get("steps"),
                            golden.get("denoise"),
                            golden.get("exact_steps_option"),
                            golden.get("explicit_steps")),
                    () -> assertFromSource(golden)));
  }

  private static void assertFromSource(JsonObject golden) {
    double strength = golden.get("denoise").getAsDouble();
    Sampling sampling = sourceSampling(golden);
    SourceSteps steps = SourceSteps.of(sampling, strength);
    assertThat(steps.total()).isEqualTo(golden.get("total").getAsInt());
    assertThat(steps.taken() - 1).isEqualTo(golden.get("t_enc").getAsInt());
    Ladder ladder = Ladder.fromSource(sampling, SETTINGS, strength);
    if (golden.has("sigmas")) {
      assertRelativelyClose(
          "sigmas", doubles(ladder.sigmas()), JsonNumbers.doubles(golden.get("sigmas")));
      return;
    }
    double[] run = JsonNumbers.doubles(golden.get("timesteps_run"));
    if (sampling.sampler() instanceof OwnLevels && run.length > 0) {
      assertOwn(ladder, run.length, run[run.length - 1]);
    } else {
      assertCalled(ladder, golden.get("timesteps_run"));
    }
    NoiseLevels levels = SETTINGS.levels();
    double alphaBar = levels.alphaBar(golden.get("noise_timestep").getAsInt());
    assertRelativelyClose(
        "sqrt_alpha",
        new double[] {Math.sqrt(alphaBar)},
        JsonNumbers.doubles(golden.get("sqrt_alpha")));
    assertRelativelyClose(
        "start",
        new double[] {ladder.start().source(), ladder.start().noise()},
        new double[] {
          JsonNumbers.doubles(golden.get("sqrt_alpha"))[0],
          JsonNumbers.doubles(golden.get("sqrt_one_minus_alpha"))[0]
        });
  }

  /** The hires pass has a number of steps of its own, and takes exactly those. */
  private static Sampling sourceSampling(JsonObject golden) {
    Sampling sampling = sampling(golden);
    boolean explicit = !golden.get("explicit_steps").isJsonNull();
    boolean exact = golden.get("exact_steps_option").getAsBoolean() || explicit;
    return sampling
        .withSteps(explicit ? golden.get("explicit_steps").getAsInt() : sampling.steps())
        .withSourceNoise(SourceNoise.defaults().withExactSteps(exact));
  }

  /**
   * The reference lists timesteps upwards, with the lowest, at which the network is never called.
   */
  private static void assertCalled(Ladder ladder, JsonElement upwards) {
    double[] run = JsonNumbers.doubles(upwards);
    double[] called = doubles(ladder.timesteps());
    assertThat(called.length).isEqualTo(Math.max(run.length - 1, 0));
    IntStream.range(0, called.length)
        .forEach(i -> assertThat(called[i]).isEqualTo(run[run.length - 1 - i]));
  }

  /** A sampler with levels of its own calls the network in every step, from the highest on. */
  private static void assertOwn(Ladder ladder, int steps, double highest) {
    assertThat(ladder.timesteps()).hasSize(steps);
    assertThat(ladder.timesteps().get(0)).isCloseTo(highest, within(1e-9));
    assertThat(ladder.timesteps()).isSortedAccordingTo(Comparator.reverseOrder());
  }

  private static Sampling sampling(JsonObject golden) {
    return Sampling.defaults()
        .withSampler(Sampler.named(golden.get("sampler").getAsString()))
        .withSteps(golden.get("steps").getAsInt());
  }

  private static Stream<JsonObject> cases(String group) {
    return Goldens.objects(FILE, group)
        .filter(golden -> SamplerNames.find(golden.get("sampler").getAsString()).isPresent());
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
