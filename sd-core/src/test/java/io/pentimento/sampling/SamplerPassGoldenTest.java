package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole passes of one picture, with its own noise, real Brownian paths and guidance. Cases of
 * several pictures, prompts or masks are those of the pipeline.
 */
class SamplerPassGoldenTest {
  private static final String FILE = "generation/pipeline.json";
  private static final double TOLERANCE = 2e-4;

  /** The tolerance of samplers with a path, which is rough. */
  private static final double PATH_TOLERANCE = 1e-2;

  private static final Shape SHAPE = new Shape(1, 4, 8, 8);
  private static final int COUNT = 256;
  private static final Set<String> PLAIN =
      Set.of(
          "cfg",
          "cond",
          "uncond",
          "seeds",
          "steps",
          "sampler",
          "options",
          "kind",
          "denoise",
          "init_seed",
          "init_first4",
          "denoiser_calls",
          "out",
          "infotext_extra");
  private static final Set<String> PLAIN_OPTIONS =
      Set.of(
          "eta_ancestral",
          "eta_ddim",
          "s_churn",
          "s_tmin",
          "s_tmax",
          "s_noise",
          "uni_pc_variant",
          "uni_pc_skip_type",
          "uni_pc_order",
          "uni_pc_lower_order_final",
          "randn_source");

  @TestFactory
  Stream<DynamicTest> passes() {
    return GoldenCases.of(FILE + " cases", this::passCases);
  }

  private Stream<DynamicTest> passCases() {
    return Goldens.objects(FILE, "cases")
        .filter(SamplerPassGoldenTest::isPlain)
        .map(
            golden ->
                dynamicTest(
                    "pipeline.json %s %s %s %s %s"
                        .formatted(
                            golden.get("sampler"),
                            golden.get("steps"),
                            golden.get("cfg"),
                            golden.has("denoise") ? golden.get("denoise") : "",
                            GoldenSamplers.options(golden)),
                    () -> assertPass(golden)));
  }

  private static boolean isPlain(JsonObject golden) {
    return PLAIN.containsAll(golden.keySet())
        && PLAIN_OPTIONS.containsAll(GoldenSamplers.options(golden).keySet())
        && golden.getAsJsonArray("seeds").size() == 1
        && texts(golden, "cond").getAsJsonArray().size() == 1
        && text(texts(golden, "cond").getAsJsonArray().get(0).getAsJsonArray().get(1)).isPresent()
        && text(texts(golden, "uncond")).isPresent();
  }

  private static JsonElement texts(JsonObject golden, String key) {
    return golden.getAsJsonArray(key).get(0);
  }

  /** Returns the mean of a text's vectors, if it is the same in all steps. */
  private static Optional<Double> text(JsonElement schedule) {
    return schedule.getAsJsonArray().size() > 1
        ? Optional.empty()
        : Optional.of(schedule.getAsJsonArray().get(0).getAsJsonArray().get(1).getAsDouble());
  }

  private static void assertPass(JsonObject golden) {
    Sampler sampler = GoldenSamplers.of(golden);
    Sampling sampling =
        Sampling.defaults().withSampler(sampler).withSteps(golden.get("steps").getAsInt());
    SchedulerSettings settings = SchedulerSettings.sd1();
    boolean fromSource = golden.has("denoise");
    Ladder ladder =
        fromSource
            ? Ladder.fromSource(sampling, settings, golden.get("denoise").getAsDouble())
            : Ladder.fromNoise(sampling, settings);
    boolean nvidia =
        GoldenSamplers.options(golden).has("randn_source")
            && GoldenSamplers.options(golden).get("randn_source").getAsString().equals("NV");
    NoiseSource source = nvidia ? NoiseSource.nvidia() : NoiseSource.torchCpu();
    long seed = golden.getAsJsonArray("seeds").get(0).getAsLong();
    NoiseSource.Generator generator = source.seeded(seed);
    BrownianTree tree = new BrownianTree(source, seed, ladder.pathStart(), ladder.pathEnd(), COUNT);
    List<Double> calls = new ArrayList<>();
    List<Double> asked = new ArrayList<>();
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(
                manager,
                ladder.sigmas(),
                k -> manager.create(generator.normal(COUNT), SHAPE),
                Optional.of(
                    (from, to) -> {
                      asked.add(from);
                      return manager.create(tree.noise(from, to), SHAPE);
                    }))) {
      NDArray noise = manager.create(generator.normal(COUNT), SHAPE);
      NDArray x =
          fromSource
              ? ladder.firstLatent(noise, source(golden, manager))
              : ladder.firstLatent(noise);
      Denoiser denoiser = denoiser(sampler, ladder, golden, calls);
      NDArray out = sampler.sample(denoiser, x, steps);
      assertThat(calls).hasSize(golden.get("denoiser_calls").getAsInt());
      new GoldenTensor(SHAPE.getShape(), JsonNumbers.doubles(golden.get("out")))
          .assertClose(
              "out",
              out.getShape().getShape(),
              out.toFloatArray(),
              asked.isEmpty() ? TOLERANCE : PATH_TOLERANCE);
    }
  }

  private static NDArray source(JsonObject golden, NDManager manager) {
    long seed = golden.get("init_seed").getAsLong();
    return manager.create(NoiseSource.torchCpu().seeded(seed).normal(COUNT), SHAPE);
  }

  private static Denoiser denoiser(
      Sampler sampler, Ladder ladder, JsonObject golden, List<Double> calls) {
    double text = text(texts(golden, "cond").getAsJsonArray().get(0).getAsJsonArray().get(1)).get();
    double negative = text(texts(golden, "uncond")).get();
    double scale = sampler.guidanceFor(Guidance.of(golden.get("cfg").getAsDouble())).scale();
    NoisePredictor network =
        new NoisePredictor() {
          @Override
          public NDArray predict(NDArray input, double timestep) {
            return run(input, timestep).guided();
          }

          @Override
          public Output run(NDArray input, double timestep) {
            calls.add(timestep);
            NDArray unguided = epsilon(input, timestep, negative);
            NDArray difference = epsilon(input, timestep, text).sub(unguided);
            return new Output(unguided.add(difference.mul((float) scale)), unguided);
          }
        };
    return sampler.wrap(Prediction.EPSILON.denoiser(network, ladder::timestep), ladder::timestep);
  }

  /** The reference's toy network, which a text pulls along. */
  private static NDArray epsilon(NDArray input, double timestep, double text) {
    double s = SchedulerSettings.sd1().levels().sigmaAt(timestep);
    NDArray x = input.mul((float) Math.sqrt(1 + s * s));
    NDArray pulled = input.cos().mul((float) (0.2 * text * s / (1 + s)));
    return x.sub(ToyDenoiser.denoised(x, s).add(pulled)).div((float) s);
  }
}
