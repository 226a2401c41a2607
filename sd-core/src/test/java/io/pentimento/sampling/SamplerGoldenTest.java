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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole runs over the toy denoiser of the reference. Samplers that are not offered yet are left
 * out, and runs in which the reference fails.
 */
class SamplerGoldenTest {
  private static final String FILE = "generation/samplers.json";
  private static final double TOLERANCE = 5e-5;
  private static final int WIDTH = 8;
  private static final Set<String> OFFERED_OPTIONS =
      Set.of("eta_ancestral", "eta_ddim", "s_churn", "s_tmin", "s_tmax", "s_noise");

  @TestFactory
  Stream<DynamicTest> runs() {
    return GoldenCases.of(FILE + " cases", this::runsCases);
  }

  private Stream<DynamicTest> runsCases() {
    JsonObject file = Goldens.json(FILE);
    return Goldens.objects(FILE, "cases")
        .filter(golden -> !golden.has("error"))
        .filter(golden -> SamplerNames.find(golden.get("sampler").getAsString()).isPresent())
        .filter(golden -> ScheduleNames.find(golden.get("schedule").getAsString()).isPresent())
        .filter(golden -> OFFERED_OPTIONS.containsAll(options(golden).keySet()))
        .map(
            golden -> dynamicTest("samplers.json " + label(golden), () -> assertRun(file, golden)));
  }

  private static void assertRun(JsonObject file, JsonObject golden) {
    Sampling sampling =
        Sampling.defaults()
            .withSampler(sampler(golden))
            .withSchedule(SigmaSchedule.named(golden.get("schedule").getAsString()))
            .withSteps(golden.get("steps").getAsInt());
    boolean fromSource = golden.has("denoise");
    SchedulerSettings settings = SchedulerSettings.sd1();
    Ladder ladder =
        fromSource
            ? Ladder.fromSource(sampling, settings, golden.get("denoise").getAsDouble())
            : Ladder.fromNoise(sampling, settings);
    List<JsonElement> draws = file.getAsJsonArray("noise").asList();
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(manager, ladder.sigmas(), k -> array(manager, draws.get(k)))) {
      NDArray x0 = array(manager, file.get("x0"));
      NDArray x =
          fromSource ? ladder.firstLatent(x0, rolled(x0, 3).mul(0.5f)) : ladder.firstLatent(x0);
      List<Double> calls = new ArrayList<>();
      List<Double> means = new ArrayList<>();
      Denoiser denoiser =
          (latent, sigma) -> {
            boolean timestep = sampling.sampler().family() == Sampler.Family.TIMESTEP;
            calls.add(timestep ? ladder.timestep(sigma) : sigma);
            NDArray denoised = toy(latent, sigma);
            means.add((double) denoised.mean().getFloat());
            return denoised;
          };
      NDArray out = sampling.sampler().sample(denoiser, x, steps);
      assertCalls(golden, calls, means);
      assertThat(steps.drawn()).as("noise_draws").isEqualTo(golden.get("noise_draws").getAsInt());
      new GoldenTensor(x0.getShape().getShape(), JsonNumbers.doubles(golden.get("out")))
          .assertClose("out", out.getShape().getShape(), out.toFloatArray(), TOLERANCE);
    }
  }

  private static void assertCalls(JsonObject golden, List<Double> calls, List<Double> means) {
    Closeness.assertRelativelyClose(
        "model_calls",
        calls.stream().mapToDouble(Double::doubleValue).toArray(),
        JsonNumbers.doubles(golden.get("model_calls")));
    List<JsonElement> expected = golden.getAsJsonArray("denoised_means").asList();
    assertThat(means).hasSameSizeAs(expected);
    for (int i = 0; i < means.size(); i++) {
      double mean = expected.get(i).getAsJsonArray().get(1).getAsDouble();
      assertThat(means.get(i)).as("denoised_means %d", i).isCloseTo(mean, within(TOLERANCE));
    }
  }

  private static Sampler sampler(JsonObject golden) {
    JsonObject options = options(golden);
    Sampler named = Sampler.named(golden.get("sampler").getAsString());
    if (named instanceof EulerAncestralSampler && options.has("eta_ancestral")) {
      return Sampler.eulerAncestral(options.get("eta_ancestral").getAsDouble());
    }
    if (named instanceof DdimSampler && options.has("eta_ddim")) {
      return Sampler.ddim(options.get("eta_ddim").getAsDouble());
    }
    if (named instanceof EulerSampler && options.size() > 0) {
      double largest = number(options, "s_tmax", 0);
      return Sampler.euler(
          new Churn(
              number(options, "s_churn", 0),
              number(options, "s_tmin", 0),
              largest == 0 ? Double.POSITIVE_INFINITY : largest,
              number(options, "s_noise", 1)));
    }
    return named;
  }

  private static double number(JsonObject options, String key, double otherwise) {
    return options.has(key) ? options.get(key).getAsDouble() : otherwise;
  }

  private static JsonObject options(JsonObject golden) {
    return golden.has("options") ? golden.getAsJsonObject("options") : new JsonObject();
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

  /** Returns the array shifted along its last axis, what falls out entering at the other end. */
  private static NDArray rolled(NDArray x, int by) {
    return x.get("..., " + (WIDTH - by) + ":").concat(x.get("..., :" + (WIDTH - by)), 3);
  }

  private static NDArray toy(NDArray x, double s) {
    NDArray pulled = rolled(x, 1).tanh().mul((float) (0.3 * s / (1 + s)));
    return x.div((float) (1 + s * s)).add(pulled);
  }
}
