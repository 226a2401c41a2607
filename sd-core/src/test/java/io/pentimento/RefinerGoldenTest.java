package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.prompt.SizeConditioning;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.Prediction;
import io.pentimento.sampling.Refiner;
import io.pentimento.sampling.SamplerChoice;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole runs of diffusers in which a second model takes over, repeated with their draws. */
class RefinerGoldenTest {
  private static final String FILE = "models/refiner/expected.safetensors";
  private static final Pattern RUN = Pattern.compile("(xl|sd)\\.([a-z]+)\\.([0-9.]+)\\.latents");

  /** Relative to the largest value of the latent. */
  private static final double TOLERANCE = 1e-3;

  @TestFactory
  Stream<DynamicTest> handOver() {
    return GoldenCases.of(
        FILE,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(FILE);
          return io.keySet().stream()
              .map(RUN::matcher)
              .filter(Matcher::matches)
              .map(run -> DynamicTest.dynamicTest(FILE + " " + run.group(), () -> check(run, io)));
        });
  }

  private static void check(Matcher run, Map<String, GoldenTensor> io) throws IOException {
    boolean xl = run.group(1).equals("xl");
    GoldenTensor expected = io.get(run.group());
    LoadedModel first = load(xl ? "sdxl-tiny" : "sd1-tiny", xl, Prediction.EPSILON);
    LoadedModel second =
        load(xl ? "refiner" : "sd2-tiny", xl, xl ? Prediction.EPSILON : Prediction.VELOCITY);
    try (Scope scope = first.scope().open("run")) {
      Refiner refiner = Refiner.of(() -> "second").withSwitchAt(Double.parseDouble(run.group(3)));
      NextPass pass = pass(first, run.group(2), expected, refiner, io);
      NDArray latents =
          Passes.denoise(
                  PatchedModel.of(first),
                  scope,
                  pass,
                  ControlLease.of(pass.sampling()),
                  pass.sampling().seeds().drawn(1),
                  Optional.empty(),
                  conditioning(first, scope, xl ? "xl.base." : "sd.first.", pass, io),
                  Optional.of(
                      new Refinement(
                          refiner,
                          PatchedModel.of(second),
                          conditioning(
                              second, scope, xl ? "xl.refiner." : "sd.second.", pass, io))),
                  new Unwatched())
              .latent();
      TestEngine.assertClose(run.group(), scope, latents, expected, TOLERANCE);
    } finally {
      first.close();
      second.close();
    }
  }

  private static NextPass pass(
      LoadedModel model,
      String sampler,
      GoldenTensor expected,
      Refiner refiner,
      Map<String, GoldenTensor> io) {
    String noise = model.description().family().isXl() ? "xl.noise.0" : "sd.noise.0";
    Sampling sampling =
        Sampling.defaults()
            .withSampler(SamplerChoice.named(sampler).sampler())
            .withSchedule(SigmaSchedule.uniform())
            .withSteps(io.get("timesteps").values().length)
            .withGuidanceScale(io.get("guidance").values()[0])
            .withConventions(Conventions.DIFFUSERS)
            .withSeed(0)
            .withNoise(seed -> count -> io.get(noise).floats())
            .withRefiner(refiner);
    long[] shape = expected.shape();
    TextToImage request =
        TextToImage.builder("")
            .sampling(sampling)
            .size(Math.toIntExact(shape[3]) * 8, Math.toIntExact(shape[2]) * 8)
            .build();
    return new NextPass(request.plan(model.space()), sampling, "", "");
  }

  private static Conditioning conditioning(
      LoadedModel model, Scope scope, String prefix, NextPass pass, Map<String, GoldenTensor> io) {
    if (io.containsKey(prefix + "ctx")) {
      NDArray contexts = TestEngine.array(scope, io.get(prefix + "ctx"));
      return Conditioning.of(
          new PromptVectors(scope.slice(contexts, 0, 1, 0)),
          new PromptVectors(scope.slice(contexts, 1, 2, 0)));
    }
    return Conditioning.of(
        vectors(model, scope, prefix, pass.size(), io),
        vectors(model, scope, prefix + "negative_", pass.size(), io));
  }

  private static PromptVectors vectors(
      LoadedModel model, Scope scope, String prefix, ImageSize size, Map<String, GoldenTensor> io) {
    NDArray pooled = TestEngine.array(scope, io.get(prefix + "pooled_prompt_embeds"));
    return new PromptVectors(
        TestEngine.array(scope, io.get(prefix + "prompt_embeds")),
        Optional.of(
            new BesidePrompts(model.unet(), SizeConditioning.defaults(), size)
                .vector(scope, pooled, prefix.endsWith("negative_"))));
  }

  private static LoadedModel load(String name, boolean xl, Prediction prediction)
      throws IOException {
    return UndecodedModel.load(
        name,
        xl ? ModelFamily.SDXL : ModelFamily.SD1,
        SchedulerSettings.xl().withPrediction(prediction));
  }
}
