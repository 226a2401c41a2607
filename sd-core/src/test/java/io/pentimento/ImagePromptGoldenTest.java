package io.pentimento;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.control.ImagePrompt;
import io.pentimento.control.PromptedBlocks;
import io.pentimento.image.PictureReader;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole runs of diffusers' pipeline with IP-Adapters, from picture files to latents. */
class ImagePromptGoldenTest {
  private static final String FOLDER = "models/ip-adapter-runs/";
  private static final String ADAPTERS = "models/ip-adapter-tiny/";

  /** Relative to the largest value of the latent. */
  private static final double TOLERANCE = 1e-3;

  @TestFactory
  Stream<DynamicTest> runs() {
    return GoldenCases.of(
        FOLDER,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(FOLDER + "expected.safetensors");
          return Goldens.objects(FOLDER + "runs.json", "runs")
              .map(
                  run ->
                      DynamicTest.dynamicTest(
                          FOLDER + run.get("name").getAsString(), () -> check(run, io)));
        });
  }

  private static void check(JsonObject run, Map<String, GoldenTensor> io) throws IOException {
    LoadedModel model = UndecodedModel.load("sd1-tiny", ModelFamily.SD1, SchedulerSettings.sd1());
    List<ImagePrompt> prompts = new ArrayList<>();
    try (Scope scope = model.scope().open("run")) {
      for (JsonElement adapter : run.getAsJsonArray("adapters")) {
        prompts.add(prompt(adapter.getAsJsonObject()));
      }
      Sampling sampling = sampling(run, io).withImagePrompts(prompts);
      String name = run.get("name").getAsString() + ".latents";
      NDArray latents = latents(model, scope, sampling, io.get("ctx"), io.get(name).shape());
      TestEngine.assertClose(name, scope, latents, io.get(name), TOLERANCE);
    } finally {
      prompts.forEach(prompt -> ((IpAdapter) prompt.adapter()).close());
      model.close();
    }
  }

  private static Sampling sampling(JsonObject run, Map<String, GoldenTensor> io) {
    return Sampling.defaults()
        .withSampler(Sampler.euler())
        .withSchedule(SigmaSchedule.uniform())
        .withSteps(run.get("steps").getAsInt())
        .withGuidanceScale(run.get("guidance").getAsDouble())
        .withConventions(Conventions.DIFFUSERS)
        .withSeed(0)
        .withNoise(seed -> count -> io.get("noise").floats());
  }

  private static ImagePrompt prompt(JsonObject adapter) throws IOException {
    IpAdapter loaded =
        IpAdapter.load(
            Goldens.path("models/" + adapter.get("file").getAsString()),
            Goldens.path(ADAPTERS + "image_encoder"),
            Precision.FLOAT32,
            ComputeDevice.CPU);
    List<ImagePrompt.Blended> pictures = new ArrayList<>();
    for (JsonElement file : adapter.getAsJsonArray("pictures")) {
      pictures.add(
          new ImagePrompt.Blended(
              PictureReader.read(Goldens.path(FOLDER + file.getAsString())), 1));
    }
    Map<String, Double> blocks = new HashMap<>();
    adapter
        .getAsJsonObject("blocks")
        .entrySet()
        .forEach(entry -> blocks.put(entry.getKey(), entry.getValue().getAsDouble()));
    return ImagePrompt.blend(loaded, pictures)
        .withWeight(adapter.get("weight").getAsDouble())
        .withBlocks(PromptedBlocks.of(blocks));
  }

  private static NDArray latents(
      LoadedModel model, Scope scope, Sampling sampling, GoldenTensor ctx, long[] shape) {
    NDArray contexts = TestEngine.array(scope, ctx);
    TextToImage request =
        TextToImage.builder("")
            .sampling(sampling)
            .size(Math.toIntExact(shape[3]) * 8, Math.toIntExact(shape[2]) * 8)
            .build();
    NextPass pass = new NextPass(request.plan(model.space()), sampling, "", "");
    ControlChecks.check(model, pass);
    Conditioning conditioning =
        Conditioning.of(
            new PromptVectors(scope.slice(contexts, 0, 1, 0)),
            new PromptVectors(scope.slice(contexts, 1, 2, 0)));
    try (ControlLease lease = ControlLease.of(sampling)) {
      return Passes.denoise(
              PatchedModel.of(model),
              scope,
              pass,
              lease,
              sampling.seeds().drawn(1),
              Optional.empty(),
              conditioning,
              new Unwatched())
          .latent();
    }
  }
}
