package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.prompt.SizeConditioning;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Whole runs of diffusers' pipelines, {@code models/pipelines}, repeated with its draws of noise
 * and its prompt embeddings. What the tensors do not tell (guidance, strengths) is read from the
 * README beside them.
 */
public final class GoldenPipelines {
  /** Relative to the largest value of the latent. */
  private static final double LATENT_TOLERANCE = 1e-3;

  private static final Map<String, SamplerSetting> SAMPLERS =
      Map.of(
          "euler", new SamplerSetting(Sampler.euler(), SigmaSchedule.uniform()),
          "ddim", new SamplerSetting(Sampler.ddim(), SigmaSchedule.uniform()),
          "dpmpp2m_karras", new SamplerSetting(Sampler.dpmpp2m(), SigmaSchedule.karras()));

  private static final String OFFERED = String.join("|", SAMPLERS.keySet());

  private record SamplerSetting(Sampler sampler, SigmaSchedule schedule) {}

  /** One run of one kind of request. */
  public record Case(String file, String kind, String sampler, Map<String, GoldenTensor> tensors) {
    /** Returns a tensor of this run. */
    public GoldenTensor get(String name) {
      GoldenTensor own = tensors.get(kind + "." + sampler + "." + name);
      if (own == null) {
        throw new IllegalArgumentException(file + " has no " + kind + "." + sampler + "." + name);
      }
      return own;
    }

    /** Returns the picture's size, that of the first noise times the model's latent factor. */
    ImageSize size(LatentSpace space) {
      long[] noise = get("noise.0").shape();
      return new ImageSize(
          Math.toIntExact(noise[3]) * space.factor(), Math.toIntExact(noise[2]) * space.factor());
    }

    /** Returns the picture to start from. */
    public BufferedImage initImage() {
      return picture(tensors.get("init_image"));
    }

    boolean has(String name) {
      return tensors.containsKey(kind + "." + sampler + "." + name);
    }
  }

  /** Makes the request of a case. */
  public interface Requests {
    /** Returns the request with the given settings, for a model of the given latents. */
    LatentRequest of(Case golden, Sampling sampling, LatentSpace space);
  }

  private GoldenPipelines() {}

  /**
   * Makes a test of each recorded run of a kind: none if the file has none, one skipped test if the
   * set lacks the file.
   *
   * @param file the file below {@code models/pipelines}, without its ending
   * @param folder the model's folder below {@code models}
   * @param kind the kind of run as the tensors' names begin with it; "_eta" and a number may follow
   */
  public static Stream<DynamicTest> of(String file, String folder, String kind, Requests requests) {
    return of(file, kind, requests, () -> ModelSettings.of(GoldenModels.whole("models/" + folder)));
  }

  /** Opens a model, or skips the test where the set lacks it. */
  interface Model {
    ModelSettings settings() throws IOException;
  }

  /** Makes a test of each recorded run of a kind with a model of any layout. */
  static Stream<DynamicTest> of(String file, String kind, Requests requests, Model model) {
    String path = "models/pipelines/" + file + ".safetensors";
    if (!Goldens.has(path)) {
      return GoldenCases.of(
          path,
          () -> {
            Goldens.path(path);
            return Stream.empty();
          });
    }
    Map<String, GoldenTensor> tensors = Goldens.tensors(path);
    Pattern latents =
        Pattern.compile("(%s(?:_eta[0-9.]+)?)\\.(%s)\\.latents".formatted(kind, OFFERED));
    return tensors.keySet().stream()
        .map(latents::matcher)
        .filter(Matcher::matches)
        .map(run -> new Case(path, run.group(1), run.group(2), tensors))
        .sorted(Comparator.comparing(Case::kind).thenComparing(Case::sampler))
        .map(
            golden ->
                DynamicTest.dynamicTest(
                    "pipelines/%s.safetensors %s %s".formatted(file, golden.kind, golden.sampler),
                    () -> check(golden, model, requests)));
  }

  private static Sampling sampling(Case golden) {
    SamplerSetting setting = SAMPLERS.get(golden.sampler);
    Sampler sampler =
        golden.kind.contains("_eta")
            ? Sampler.ddim(number("eta(\\d+\\.?\\d*)", golden.kind))
            : setting.sampler;
    return Sampling.defaults()
        .withConventions(Conventions.DIFFUSERS)
        .withSampler(sampler)
        .withSchedule(setting.schedule)
        .withSteps(golden.get("timesteps").values().length)
        .withGuidanceScale(fromReadme("guidance ([0-9.]*[0-9])"))
        .withSeed(0)
        .withNoise(replay(golden));
  }

  /** Finds a number in the README of the pipelines. */
  public static double fromReadme(String pattern) {
    return number(pattern, Goldens.text("models/pipelines/README.md"));
  }

  private static double number(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("'%s' is told", pattern).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  /**
   * Draws that the reference does not make, because its sampler adds no noise, are multiplied by
   * zero.
   */
  private static NoiseSource replay(Case golden) {
    return seed -> {
      int[] draws = {0};
      return count -> {
        String name = "noise." + draws[0]++;
        float[] values = golden.has(name) ? golden.get(name).floats() : new float[count];
        assertThat(values).hasSize(count);
        return values;
      };
    };
  }

  private static void check(Case golden, Model opened, Requests requests) throws IOException {
    ModelSettings settings = opened.settings();
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    engine.enterThread();
    Scope scope = engine.open(settings.name(), Device.cpu());
    LoadedModel model = ModelLoader.load(settings, scope, NumberType.FLOAT32, fraction -> {});
    try (Scope run = scope.open("run")) {
      LatentRequest request = requests.of(golden, sampling(golden), model.space());
      LatentPlan plan =
          new UnquantisedPlan(request.plan(model.space()), golden.tensors.get("init_image"));
      String own =
          golden.tensors.containsKey(golden.kind + ".prompt_embeds")
              ? golden.kind + "."
              : shared(golden);
      Conditioning conditioning =
          Conditioning.of(
              vectors(model, run, golden, own + "%sprompt_embeds"),
              vectors(model, run, golden, own + "negative_%sprompt_embeds"));
      NextPass pass = new NextPass(plan, request.sampling(), "", "");
      NDArray latents =
          Passes.denoise(
                  PatchedModel.of(model),
                  run,
                  pass,
                  new ControlLease(List.of(), List.of()),
                  request.sampling().seeds().drawn(1),
                  Optional.empty(),
                  conditioning,
                  new Silence())
              .latent();
      TestEngine.assertClose("latents", run, latents, golden.get("latents"), LATENT_TOLERANCE);
      if (golden.has("image")) {
        PictureCodec codec = new PictureCodec(model.vae(), Conventions.DIFFUSERS);
        assertWithinOneLevel(codec.decode(run, latents), golden.get("image"));
      }
    } finally {
      model.close();
    }
  }

  /**
   * Returns the vectors of a prompt, and what stands beside them in SDXL.
   *
   * @param name the tensor's name, with a place for "pooled_"
   */
  private static PromptVectors vectors(LoadedModel model, Scope run, Case golden, String name) {
    NDArray vectors = TestEngine.array(run, golden.tensors.get(name.formatted("")));
    GoldenTensor pooled = golden.tensors.get(name.formatted("pooled_"));
    if (pooled == null) {
      return new PromptVectors(vectors);
    }
    BesidePrompts beside =
        new BesidePrompts(model.unet(), SizeConditioning.defaults(), golden.size(model.space()));
    NDArray row = TestEngine.array(run, pooled);
    return new PromptVectors(
        vectors, Optional.of(beside.vector(run, row, name.startsWith("negative"))));
  }

  /** A kind that is a variant of another, such as inpaint9s of inpaint9, has that one's prompt. */
  private static String shared(Case golden) {
    return golden.tensors.keySet().stream()
        .filter(key -> key.endsWith(".prompt_embeds"))
        .map(key -> key.substring(0, key.indexOf('.')))
        .filter(kind -> golden.kind.startsWith(kind))
        .findFirst()
        .map(kind -> kind + ".")
        .orElse("");
  }

  private static BufferedImage picture(GoldenTensor unit) {
    int height = Math.toIntExact(unit.shape()[2]);
    int width = Math.toIntExact(unit.shape()[3]);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
          rgb = rgb << 8 | (int) Math.rint(unit.values()[(channel * height + y) * width + x] * 255);
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }

  private static void assertWithinOneLevel(BufferedImage actual, GoldenTensor expected) {
    BufferedImage reference = picture(expected);
    int largest = 0;
    for (int y = 0; y < actual.getHeight(); y++) {
      for (int x = 0; x < actual.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          int difference =
              (actual.getRGB(x, y) >> shift & 0xFF) - (reference.getRGB(x, y) >> shift & 0xFF);
          largest = Math.max(largest, Math.abs(difference));
        }
      }
    }
    assertThat(largest).as("largest difference of the pictures in levels").isLessThanOrEqualTo(1);
  }

  private static final class Silence implements Denoising.Monitor {
    @Override
    public void enter(String before, String doing) {}

    @Override
    public void beforeStep(RunSteps.Progress progress) {}

    @Override
    public void afterStep(RunSteps.Progress progress, NDArray denoised) {}
  }

  /**
   * A plan that sees the reference's picture as it is: its values lie between the 256 levels of a
   * picture file. Where a plan hides a part of the picture, by setting it to 0, which no level is,
   * that part stays hidden.
   */
  private record UnquantisedPlan(LatentPlan plan, GoldenTensor unit) implements LatentPlan {
    @Override
    public int width() {
      return plan.width();
    }

    @Override
    public int height() {
      return plan.height();
    }

    @Override
    public double denoisingStrength() {
      return plan.denoisingStrength();
    }

    @Override
    public PlannedLatent open(LatentContext context) {
      LatentContext exact =
          (LatentContext)
              Proxy.newProxyInstance(
                  LatentContext.class.getClassLoader(),
                  new Class<?>[] {LatentContext.class},
                  (proxy, method, arguments) ->
                      method.getName().equals("encode")
                          ? context.encode(pixels(context, arguments[0]))
                          : method.invoke(context, arguments));
      return plan.open(exact);
    }

    private NDArray pixels(LatentContext context, Object shown) {
      NDArray picture = context.array(unit.floats(), unit.shape()).mul(2).sub(1);
      return shown instanceof NDArray array ? picture.mul(array.neq(0)) : picture;
    }
  }
}
