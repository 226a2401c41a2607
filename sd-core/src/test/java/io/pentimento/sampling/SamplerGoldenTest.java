package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import io.pentimento.testing.OfflineEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole runs over the toy denoiser of the reference. Where the reference fails, a finite picture is
 * asked for.
 */
class SamplerGoldenTest {
  private static final String FILE = "generation/samplers.json";
  private static final double TOLERANCE = 5e-5;
  private static final int WIDTH = 8;
  private static final NoiseLevels LEVELS = SchedulerSettings.sd1().levels();

  @TestFactory
  Stream<DynamicTest> runs() {
    return GoldenCases.of(FILE + " cases", this::runsCases);
  }

  private Stream<DynamicTest> runsCases() {
    JsonObject file = Goldens.json(FILE);
    return Goldens.objects(FILE, "cases")
        .map(
            golden -> dynamicTest("samplers.json " + label(golden), () -> assertRun(file, golden)));
  }

  private static void assertRun(JsonObject file, JsonObject golden) {
    Sampler sampler = WebuiOptions.of(golden).sampler(golden.get("sampler").getAsString());
    Ladder ladder = ladder(sampler, golden);
    List<JsonElement> draws = file.getAsJsonArray("noise").asList();
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(manager, ladder.sigmas(), k -> array(manager, draws.get(k)))) {
      NDArray x0 = array(manager, file.get("x0"));
      NDArray x =
          golden.has("denoise")
              ? ladder.firstLatent(x0, ToyDenoiser.rolled(x0, 3).mul(0.5f))
              : ladder.firstLatent(x0);
      List<Double> calls = new ArrayList<>();
      Denoiser toy = toy(sampler, ladder, golden);
      Denoiser watched =
          Denoiser.of(
              (latent, sigma) -> {
                boolean timestep = sampler.family() == Sampler.Family.TIMESTEP;
                calls.add(timestep ? ladder.timestep(sigma) : sigma);
                Denoiser.Estimate estimate = toy.estimate(latent, sigma);
                steps.estimated(estimate.denoised());
                return estimate;
              });
      NDArray out = ladder.count() == 0 ? x : sampler.sample(watched, x, steps);
      if (golden.has("error")) {
        assertThat(out.toFloatArray()).doesNotContain(Float.NaN);
        assertThat(calls).isNotEmpty();
        return;
      }
      assertCalls(golden, calls, steps);
      new GoldenTensor(x0.getShape().getShape(), JsonNumbers.doubles(golden.get("out")))
          .assertClose("out", out.getShape().getShape(), out.toFloatArray(), TOLERANCE);
    }
  }

  private static Ladder ladder(Sampler sampler, JsonObject golden) {
    Sampling sampling =
        Sampling.defaults()
            .withSampler(sampler)
            .withSchedule(SigmaSchedule.named(golden.get("schedule").getAsString()))
            .withSteps(golden.get("steps").getAsInt());
    SchedulerSettings settings = SchedulerSettings.sd1();
    return golden.has("denoise")
        ? Ladder.fromSource(sampling, settings, golden.get("denoise").getAsDouble())
        : Ladder.fromNoise(sampling, settings);
  }

  private static void assertCalls(JsonObject golden, List<Double> calls, RecordedSteps steps) {
    double[] called = calls.stream().mapToDouble(Double::doubleValue).toArray();
    double[] expectedCalls = JsonNumbers.doubles(golden.get("model_calls"));
    if (golden.get("sampler").getAsString().equals("DPM adaptive")) {
      // Its levels follow from latents, and are results of the run.
      assertThat(called).containsExactly(expectedCalls, within(TOLERANCE));
    } else {
      Closeness.assertRelativelyClose("model_calls", called, expectedCalls);
    }
    assertThat(steps.drawn()).as("noise_draws").isEqualTo(golden.get("noise_draws").getAsInt());
    List<JsonElement> expected = golden.getAsJsonArray("denoised_means").asList();
    assertThat(steps.estimates()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      JsonElement mean = expected.get(i).getAsJsonArray().get(1);
      OptionalDouble actual = steps.estimates().get(i);
      if (mean.isJsonNull()) {
        assertThat(actual).as("denoised_means %d", i).isEmpty();
      } else {
        assertThat(actual.orElseThrow())
            .as("denoised_means %d", i)
            .isCloseTo(mean.getAsDouble(), within(TOLERANCE));
      }
    }
  }

  private static String label(JsonObject golden) {
    return "%s %s %s%s%s"
        .formatted(
            golden.get("sampler"),
            golden.get("steps"),
            golden.get("schedule"),
            golden.has("denoise") ? " denoise " + golden.get("denoise") : "",
            golden.has("options") ? " " + golden.get("options") : "");
  }

  private static NDArray array(NDManager manager, JsonElement values) {
    float[] floats = JsonNumbers.floats(values);
    return manager.create(floats, new Shape(1, 1, floats.length / WIDTH, WIDTH));
  }

  /**
   * The toy denoiser, and for timestep samplers the toy network of epsilon made of it, which goes
   * by the sigma of the timestep it is called at.
   */
  private static Denoiser toy(Sampler sampler, Ladder ladder, JsonObject golden) {
    if (sampler.family() == Sampler.Family.SIGMA) {
      return ToyDenoiser::denoised;
    }
    return Denoiser.of(
        (noisy, sigma) -> {
          double s = LEVELS.sigmaAt(ladder.timestep(sigma));
          NDArray x = noisy.mul((float) Math.sqrt((1 + s * s) / (1 + sigma * sigma)));
          NDArray epsilon = x.sub(ToyDenoiser.denoised(x, s)).div((float) s);
          NDArray unguided = x.sub(x.div((float) (1 + s * s))).div((float) s);
          if (golden.has("cfg_scale")) {
            Guidance asked = Guidance.of(golden.get("cfg_scale").getAsDouble());
            double scale = sampler.guidanceFor(asked).scale();
            epsilon = unguided.add(epsilon.sub(unguided).mul((float) scale));
          }
          return new Denoiser.Estimate(
              noisy.sub(epsilon.mul((float) sigma)), noisy.sub(unguided.mul((float) sigma)));
        });
  }
}
