package io.pentimento.sampling;

import static io.pentimento.sampling.Closeness.assertRelativelyClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The WebUI's ladders. Cases of samplers, schedules and options that are not offered yet are left
 * out.
 */
class LadderGoldenTest {
  private static final String FILE = "generation/schedules.json";

  private static final SchedulerSettings SETTINGS = SchedulerSettings.sd1();

  @TestFactory
  Stream<DynamicTest> fromNoise() {
    return GoldenCases.of(FILE, this::fromNoiseCases);
  }

  private Stream<DynamicTest> fromNoiseCases() {
    return cases("sampler_defaults")
        .filter(golden -> golden.has("sigmas") && !golden.has("always_discard"))
        .filter(golden -> ScheduleNames.find(golden.get("schedule_type").getAsString()).isPresent())
        .map(
            golden ->
                dynamicTest(
                    "schedules.json sampler_defaults %s %s %s"
                        .formatted(
                            golden.get("sampler"),
                            golden.get("schedule_type"),
                            golden.get("steps")),
                    () -> {
                      Sampling sampling =
                          sampling(golden)
                              .withSchedule(
                                  SigmaSchedule.named(golden.get("schedule_type").getAsString()));
                      assertRelativelyClose(
                          "sigmas",
                          doubles(Ladder.fromNoise(sampling, SETTINGS).sigmas()),
                          JsonNumbers.doubles(golden.get("sigmas")));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> timesteps() {
    return GoldenCases.of(FILE, this::timestepsCases);
  }

  private Stream<DynamicTest> timestepsCases() {
    return JsonNumbers.elements(Goldens.json(FILE).get("timesteps"))
        .map(JsonElement::getAsJsonObject)
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

  /**
   * Cases of the option "exactly the steps", and of the hires pass, which works that way, are left
   * out.
   */
  @TestFactory
  Stream<DynamicTest> fromSource() {
    return GoldenCases.of(FILE, this::fromSourceCases);
  }

  private Stream<DynamicTest> fromSourceCases() {
    return cases("img2img")
        .filter(golden -> !golden.get("exact_steps_option").getAsBoolean())
        .filter(golden -> golden.get("explicit_steps").isJsonNull())
        .map(
            golden ->
                dynamicTest(
                    "schedules.json img2img %s %s %s"
                        .formatted(
                            golden.get("sampler"), golden.get("steps"), golden.get("denoise")),
                    () -> assertFromSource(golden)));
  }

  private static void assertFromSource(JsonObject golden) {
    Ladder ladder =
        Ladder.fromSource(sampling(golden), SETTINGS, golden.get("denoise").getAsDouble());
    if (golden.has("sigmas")) {
      assertRelativelyClose(
          "sigmas", doubles(ladder.sigmas()), JsonNumbers.doubles(golden.get("sigmas")));
      return;
    }
    // The reference lists timesteps upwards, with the lowest, at which the network is never called.
    double[] run = JsonNumbers.doubles(golden.get("timesteps_run"));
    double[] called = doubles(ladder.timesteps());
    assertThat(called.length).isEqualTo(Math.max(run.length - 1, 0));
    IntStream.range(0, called.length)
        .forEach(i -> assertThat(called[i]).isEqualTo(run[run.length - 1 - i]));
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

  private static Sampling sampling(JsonObject golden) {
    return Sampling.defaults()
        .withSampler(Sampler.named(golden.get("sampler").getAsString()))
        .withSteps(golden.get("steps").getAsInt());
  }

  private static Stream<JsonObject> cases(String group) {
    return JsonNumbers.elements(Goldens.json(FILE).get(group))
        .map(JsonElement::getAsJsonObject)
        .filter(golden -> SamplerNames.find(golden.get("sampler").getAsString()).isPresent());
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
