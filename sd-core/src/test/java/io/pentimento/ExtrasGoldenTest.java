package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Prediction;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole runs of diffusers' LCM and perturbed-attention pipelines, repeated with their draws. */
class ExtrasGoldenTest {
  private static final String FILE = "models/extras/expected.safetensors";

  private static final String GUIDANCE = "models/guidance/expected.safetensors";

  /** Relative to the largest value of the latent. */
  private static final double TOLERANCE = 1e-3;

  @TestFactory
  Stream<DynamicTest> lcm() {
    return runs(
        FILE,
        "lcm-tiny",
        "lcm.ctx",
        "lcm.",
        (sampling, name, io) ->
            sampling
                .withSampler(Sampler.lcm())
                .withSteps(io.get(name + ".timesteps").values().length)
                .withGuidanceScale(7.5));
  }

  @TestFactory
  Stream<DynamicTest> perturbedAttention() {
    return runs(
        FILE,
        "sd1-tiny",
        "unet.ctx",
        "pag",
        (sampling, name, io) ->
            sampling
                .withSampler(Sampler.euler())
                .withSchedule(SigmaSchedule.uniform())
                .withSteps(4)
                .withGuidanceScale(name.equals("pag") ? 7.5 : 1)
                .withNetwork(sampling.network().withPerturbedAttention(3)));
  }

  /** Names are sag.PREDICTION, with -alone behind those without guidance by the negative prompt. */
  @TestFactory
  Stream<DynamicTest> selfAttention() {
    return runs(
        GUIDANCE,
        "sd1-tiny",
        "sag.ctx",
        "sag.",
        (sampling, name, io) ->
            sampling
                .withSampler(Sampler.ddim())
                .withSchedule(SigmaSchedule.uniform())
                .withSteps(5)
                .withGuidanceScale(
                    name.endsWith("-alone") ? 1 : name.equals("sag.epsilon") ? 7.5 : 4)
                .withNetwork(sampling.network().withSelfAttention(0.75)));
  }

  /** Sets what a run was made with. */
  private interface Settings {
    Sampling of(Sampling start, String name, Map<String, GoldenTensor> io);
  }

  private static Stream<DynamicTest> runs(
      String file, String model, String context, String prefix, Settings settings) {
    return GoldenCases.of(
        file + " " + prefix,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(file);
          return io.keySet().stream()
              .filter(key -> key.startsWith(prefix) && key.endsWith(".latents"))
              .map(key -> key.substring(0, key.length() - ".latents".length()))
              .sorted()
              .map(
                  name ->
                      DynamicTest.dynamicTest(
                          file + " " + name, () -> check(model, context, name, io, settings)));
        });
  }

  private static void check(
      String name, String context, String run, Map<String, GoldenTensor> io, Settings settings)
      throws IOException {
    LoadedModel model =
        UndecodedModel.load(
            name, ModelFamily.SD1, SchedulerSettings.sd1().withPrediction(prediction(run)));
    try (Scope scope = model.scope().open("run")) {
      Sampling sampling =
          settings
              .of(Sampling.defaults(), run, io)
              .withConventions(Conventions.DIFFUSERS)
              .withSeed(0)
              .withNoise(replay(run, io));
      long[] shape = io.get(run + ".latents").shape();
      TextToImage request =
          TextToImage.builder("")
              .sampling(sampling)
              .size(Math.toIntExact(shape[3]) * 8, Math.toIntExact(shape[2]) * 8)
              .build();
      NDArray contexts = TestEngine.array(scope, io.get(context));
      long rows = contexts.getShape().get(0);
      Conditioning conditioning =
          Conditioning.of(
              new PromptVectors(scope.slice(contexts, 0, 1, 0)),
              new PromptVectors(scope.slice(contexts, rows - 1, rows, 0)));
      NDArray latents =
          Passes.denoise(
                  PatchedModel.of(model),
                  scope,
                  new NextPass(request.plan(model.space()), sampling, "", ""),
                  new ControlLease(List.of(), List.of()),
                  sampling.seeds().drawn(1),
                  Optional.empty(),
                  conditioning,
                  new Unwatched())
              .latent();
      TestEngine.assertClose(run, scope, latents, io.get(run + ".latents"), TOLERANCE);
    } finally {
      model.close();
    }
  }

  private static Prediction prediction(String run) {
    return run.contains("velocity") ? Prediction.VELOCITY : Prediction.EPSILON;
  }

  /** Draws that the reference does not make are multiplied by zero. */
  private static NoiseSource replay(String run, Map<String, GoldenTensor> io) {
    return seed -> {
      int[] draws = {0};
      return count -> {
        GoldenTensor noise = io.get(run + ".noise." + draws[0]++);
        return noise == null ? new float[count] : noise.floats();
      };
    };
  }
}
