package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Levels and timesteps of the recorded diffusers runs, built from each model's own
 * scheduler_config.json.
 */
class DiffusersLadderGoldenTest {
  private static final double RELATIVE = 1e-5;
  private static final Map<String, Sampling> SCHEDULERS =
      Map.of(
          "euler", run(Sampler.euler(), SigmaSchedule.uniform()),
          "ddim", run(Sampler.ddim(), SigmaSchedule.automatic()),
          "dpmpp2m_karras", run(Sampler.dpmpp2m(), SigmaSchedule.karras()));

  private static Sampling run(Sampler sampler, SigmaSchedule schedule) {
    return Sampling.defaults()
        .withConventions(Conventions.DIFFUSERS)
        .withSampler(sampler)
        .withSchedule(schedule);
  }

  @TestFactory
  Stream<DynamicTest> ladders() {
    return Stream.of("sd1", "sd2")
        .flatMap(name -> GoldenCases.of(recording(name), () -> ladders(name)));
  }

  private static String recording(String name) {
    return "models/pipelines/" + name + ".safetensors";
  }

  private static String config(String folder) {
    return "models/" + folder + "/scheduler/scheduler_config.json";
  }

  private Stream<DynamicTest> ladders(String name) {
    Map<String, GoldenTensor> tensors = Goldens.tensors(recording(name));
    List<DynamicTest> tests = new ArrayList<>();
    tensors.forEach(
        (key, timesteps) -> {
          String[] parts = key.split("\\.", -1);
          boolean offered =
              parts[parts.length - 1].equals("timesteps")
                  && SCHEDULERS.containsKey(parts[parts.length - 2]);
          if (offered) {
            String run = key.substring(0, key.length() - ".timesteps".length());
            Sampling sampling = SCHEDULERS.get(parts[parts.length - 2]);
            tests.add(
                dynamicTest(
                    name + ".safetensors " + run,
                    () -> assertLadder(name, run, sampling, tensors)));
          }
        });
    return tests.stream();
  }

  private void assertLadder(
      String name, String run, Sampling sampling, Map<String, GoldenTensor> tensors) {
    // The inpainting runs of a 9-channel model are of another folder with the same file.
    String folder = name + (run.startsWith("inpaint9") ? "-inpaint-tiny" : "-tiny");
    GoldenTensor timesteps = tensors.get(run + ".timesteps");
    Ladder ladder =
        Ladder.fromNoise(
            sampling.withSteps(timesteps.values().length),
            SchedulerSettings.parse(Goldens.text(config(folder))));
    assertClose("timesteps", ladder.timesteps(), timesteps);
    if (tensors.containsKey(run + ".sigmas")) {
      assertClose("sigmas", ladder.sigmas(), tensors.get(run + ".sigmas"));
    }
  }

  private static void assertClose(String name, List<Double> actual, GoldenTensor expected) {
    assertThat(actual).as(name).hasSize(expected.values().length);
    for (int i = 0; i < actual.size(); i++) {
      double value = expected.values()[i];
      assertThat(actual.get(i))
          .as("%s, index %d", name, i)
          .isCloseTo(value, within(RELATIVE * Math.abs(value)));
    }
  }
}
